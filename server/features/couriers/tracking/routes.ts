/** HTTP of positions: what the phone says, and where a courier was last seen. */
import { z } from 'zod';
import { At, Id, Point } from '../../../contract/common.ts';
import { Position, PositionsAnswer } from '../../../contract/couriers.ts';
import type { Clock } from '../../../infra/clock.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import { own, ownOrDispatcher } from '../live.ts';
import type { Positions } from './positions.ts';

const params = z.object({ courierId: Id });
const tag = 'Couriers';
const PositionAnswer = z.object({ point: Point.nullable(), pointAt: At.nullable(), ageS: z.number().nullable() });

export interface PositionNeeds {
  positions: Positions;
  clock: Clock;
}

/** Readings in, the last known place out. */
export function positionRoutes({ positions, clock }: PositionNeeds): Route[] {
  return [
    route({
      method: 'post',
      path: '/couriers/:courierId/positions',
      tag,
      summary: 'Readings of the phone, oldest first; says how many counted and why the others did not',
      policy: own,
      params,
      body: z.object({ positions: z.array(Position).min(1).max(500) }),
      answer: PositionsAnswer,
      example: {
        params: { courierId: 'rider-1' },
        body: { positions: [{ point: { lng: 121.47, lat: 31.23 }, at: '2030-01-07T12:00:00+08:00' }] },
      },
      handler: ({ params: { courierId }, body }) => positions.take(courierId, body.positions),
    }),
    route({
      method: 'get',
      path: '/couriers/:courierId/position',
      tag,
      summary: 'The last known place and how old it is; off duty there is none',
      policy: ownOrDispatcher,
      params,
      answer: PositionAnswer,
      handler: async ({ params: { courierId } }) => {
        const last = await positions.told(courierId);
        if (!last) return { point: null, pointAt: null, ageS: null };
        return { point: last.point, pointAt: last.at, ageS: (clock.now().getTime() - last.at.getTime()) / 1000 };
      },
    }),
  ];
}
