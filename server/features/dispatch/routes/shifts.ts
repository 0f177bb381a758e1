/** HTTP of shifts under way: what each courier has brought, earned and been shown anew. */
import { z } from 'zod';
import { CourierShift } from '../../../contract/shifts.ts';
import type { Clock } from '../../../infra/clock.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import { dispatchers } from '../live.ts';
import { presentShift } from '../rules/present.ts';

interface Needs {
  couriers: Pick<Couriers, 'onDuty'>;
  routes: Pick<RouteBook, 'get'>;
  clock: Clock;
}

export const shiftRoutes = ({ couriers, routes, clock }: Needs): Route[] => [
  route({
    method: 'get',
    path: '/dispatch/shifts',
    tag: 'Dispatch',
    summary:
      'The shifts under way in a region, by courier: hours on duty, deliveries, earnings, changes of shown stops',
    policy: dispatchers,
    query: z.object({ region: z.string().min(1).max(64) }),
    answer: z.object({ shifts: z.array(CourierShift) }),
    example: { query: { region: 'city' } },
    handler: ({ query }) => ({
      shifts: couriers
        .onDuty()
        .filter(({ region }) => region === query.region)
        .flatMap(courier => presentShift(courier, routes.get(courier.id), clock.now()) ?? []),
    }),
  }),
];
