/** What screens see of couriers: their own state, and the dispatcher's map; and what they may do over a socket. */
import { z } from 'zod';
import { actorOf, type Policy } from '../../contract/access.ts';
import { Id } from '../../contract/common.ts';
import {
  type Courier,
  CourierView,
  MapCourier,
  Position,
  PositionsAnswer,
  type CourierView as Seen,
} from '../../contract/couriers.ts';
import { type Action, action, type View, view } from '../../infra/live/view.ts';
import type { CollectionSpec } from '../../infra/store/port.ts';
import { allowed } from './rules.ts';
import type { CourierService } from './service.ts';
import type { Positions } from './tracking/positions.ts';

export const ownOrDispatcher: Policy = { who: ['courier', 'dispatcher', 'head_office'], scope: 'courier' };
export const own: Policy = { who: ['courier'], scope: 'courier' };
export const dispatchers: Policy = { who: ['dispatcher', 'head_office'], scope: 'region' };

/** A courier's own state: no place, no name, nothing of others. */
export const presentCourier = (courier: Courier): Seen => ({
  id: courier.id,
  version: courier.version,
  status: courier.status,
  region: courier.region,
  shift: courier.shift,
  presence: courier.presence,
  trouble: courier.trouble,
  breakUntil: courier.breakUntil ?? null,
  refusedPositions: courier.refusedPositions,
  can: allowed(courier),
});

/** A courier on the dispatcher's map; off duty nobody sees where they are. */
export const presentOnMap = (courier: Courier): MapCourier => ({
  ...presentCourier(courier),
  name: courier.profile.name,
  phone: courier.profile.phone,
  vehicle: courier.profile.vehicle,
  capacityItems: courier.profile.capacityItems,
  skills: courier.profile.skills,
  active: courier.profile.active,
  point: courier.status === 'off' ? null : courier.point,
  pointAt: courier.status === 'off' ? null : courier.pointAt,
});

/** `all` names no region, so it asks for the whole chain. */
const mapParams = (of: string): Record<string, string> => (of === 'all' ? {} : { region: of });

interface Needs {
  source: CollectionSpec<Courier>;
  couriers: CourierService & { onDuty(): Courier[] };
  positions: Positions;
}

export function courierViews({ source, couriers }: Pick<Needs, 'source' | 'couriers'>): View[] {
  return [
    view({
      name: 'courier',
      summary: "A courier's own state: shift, presence, trouble and what may be done",
      source,
      policy: ownOrDispatcher,
      params: of => ({ courierId: of }),
      of: courier => [courier.id],
      present: presentCourier,
      load: async of => [await couriers.get(of)],
      item: CourierView,
    }),
    view({
      name: 'map',
      summary:
        'Couriers on duty in a region (or `all`) with their last known place and its instant; for dispatchers only',
      source,
      policy: dispatchers,
      params: mapParams,
      of: courier => [courier.region, 'all'],
      present: courier => (courier.status === 'off' ? null : presentOnMap(courier)),
      load: async of => (of === 'all' ? couriers.onDuty() : couriers.onDuty().filter(({ region }) => region === of)),
      item: MapCourier,
    }),
  ];
}

export function courierActions({ couriers, positions }: Pick<Needs, 'couriers' | 'positions'>): Action[] {
  return [
    action({
      name: 'courier.positions',
      summary: 'Readings of the phone, oldest first; what was gathered offline comes with its own instants',
      policy: own,
      params: ({ courierId }) => ({ courierId }),
      body: z.object({ courierId: Id, positions: z.array(Position).min(1).max(500) }),
      answer: PositionsAnswer,
      handler: ({ body }) => positions.take(body.courierId, body.positions),
    }),
    action({
      name: 'courier.end_shift',
      summary: 'Takes nothing new from now on; open stops go to others',
      policy: own,
      params: ({ courierId }) => ({ courierId }),
      body: z.object({ courierId: Id }),
      answer: CourierView,
      handler: async ({ body, caller }) => presentCourier(await couriers.endShift(body.courierId, actorOf(caller))),
    }),
  ];
}
