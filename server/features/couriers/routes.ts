/** HTTP of couriers: profiles for staff; shifts, breaks and trouble for couriers. */
import { z } from 'zod';
import { actorOf } from '../../contract/access.ts';
import { Id, Instant, Point } from '../../contract/common.ts';
import { type Courier, CourierProfile, CourierView, MapCourier, TroubleKind } from '../../contract/couriers.ts';
import { type Route, route } from '../../infra/http/route.ts';
import { dispatchers, ownOrDispatcher, presentCourier, presentOnMap } from './live.ts';
import type { CourierService } from './service.ts';
import { type PositionNeeds, positionRoutes } from './tracking/routes.ts';

const params = z.object({ courierId: Id });
const tag = 'Couriers';
/** A profile as staff read it: never with a place. */
const Profile = CourierView.extend({ profile: CourierProfile });

interface Needs {
  couriers: CourierService;
}

function staffRoutes({ couriers }: Needs): Route[] {
  const staff = { who: ['head_office', 'dispatcher'] as const };
  return [
    route({
      method: 'get',
      path: '/couriers',
      tag,
      summary: 'The couriers of a region with what staff know of them',
      policy: dispatchers,
      query: z.object({ region: z.string().min(1).max(64) }),
      answer: z.object({ couriers: z.array(MapCourier) }),
      example: { query: { region: 'city' } },
      handler: async ({ query }) => ({ couriers: (await couriers.inRegion(query.region)).map(presentOnMap) }),
    }),
    route({
      method: 'post',
      path: '/couriers',
      tag,
      summary: 'A new courier; the login is made by access under the same id',
      // Names no outlet yet, so it asks for the whole chain.
      policy: { ...staff, scope: 'outlet' },
      body: z.object({ courierId: Id, profile: CourierProfile }),
      answer: Profile,
      status: 201,
      example: { body: { courierId: 'rider-9', profile: exampleProfile } },
      handler: async ({ body, caller }) =>
        withProfile(await couriers.create(body.courierId, body.profile, actorOf(caller))),
    }),
    route({
      method: 'get',
      path: '/couriers/:courierId',
      tag,
      summary: "A courier's state and profile",
      policy: ownOrDispatcher,
      params,
      answer: Profile,
      handler: async ({ params: { courierId } }) => withProfile(await couriers.get(courierId)),
    }),
    route({
      method: 'patch',
      path: '/couriers/:courierId',
      tag,
      summary: 'Changes what staff say about a courier',
      policy: { ...staff, scope: 'courier' },
      params,
      body: CourierProfile.partial(),
      answer: Profile,
      example: { params: { courierId: 'rider-1' }, body: { capacityItems: 20 } },
      current: (held: Courier) => withProfile(held),
      handler: async ({ params: { courierId }, body, caller, seen }) =>
        withProfile(await couriers.revise(courierId, body as Partial<CourierProfile>, actorOf(caller), seen)),
    }),
  ];
}

function shiftRoutes({ couriers }: Needs): Route[] {
  return [
    route({
      method: 'post',
      path: '/couriers/:courierId/shifts/start',
      tag,
      summary: 'Begins a shift, with its planned end and, if known, the place',
      policy: ownOrDispatcher,
      params,
      body: z.object({ plannedEndAt: Instant, point: Point.optional() }),
      answer: CourierView,
      example: { params: { courierId: 'rider-1' }, body: { plannedEndAt: '2030-01-07T14:00:00+08:00' } },
      handler: async ({ params: { courierId }, body, caller }) =>
        presentCourier(await couriers.startShift(courierId, { ...body, actor: actorOf(caller) })),
    }),
    route({
      method: 'post',
      path: '/couriers/:courierId/shifts/end',
      tag,
      summary: 'Goes offline: open stops return to the pool, what is in the box stays until it is delivered',
      policy: ownOrDispatcher,
      params,
      answer: CourierView,
      example: { params: { courierId: 'rider-1' } },
      handler: async ({ params: { courierId }, caller }) =>
        presentCourier(await couriers.endShift(courierId, actorOf(caller))),
    }),
    route({
      method: 'post',
      path: '/couriers/:courierId/trouble',
      tag,
      summary: 'Reports trouble; `stuck` gives every open stop to others at once',
      policy: ownOrDispatcher,
      params,
      body: z.object({
        kind: TroubleKind,
        reason: z.string().max(500),
        orderId: Id.nullable().default(null),
        stuck: z.boolean(),
      }),
      answer: CourierView,
      example: { params: { courierId: 'rider-1' }, body: { kind: 'vehicle', reason: 'Flat tyre', stuck: true } },
      handler: async ({ params: { courierId }, body, caller }) =>
        presentCourier(await couriers.report(courierId, body, actorOf(caller))),
    }),
    route({
      method: 'post',
      path: '/couriers/:courierId/trouble/resolve',
      tag,
      summary: 'The trouble is over',
      policy: ownOrDispatcher,
      params,
      body: z.object({ reason: z.string().max(500) }),
      answer: CourierView,
      example: { params: { courierId: 'rider-1' }, body: { reason: 'Tyre mended' } },
      handler: async ({ params: { courierId }, body, caller }) =>
        presentCourier(await couriers.resolve(courierId, body.reason, actorOf(caller))),
    }),
  ];
}

function breakRoutes({ couriers }: Needs): Route[] {
  return [
    route({
      method: 'post',
      path: '/couriers/:courierId/breaks/start',
      tag,
      summary: 'A break of so many minutes: nothing new until it is over; what is in the box is delivered first',
      policy: ownOrDispatcher,
      params,
      body: z.object({ minutes: z.number().int().min(1).max(120) }),
      answer: CourierView,
      example: { params: { courierId: 'rider-1' }, body: { minutes: 15 } },
      handler: async ({ params: { courierId }, body, caller }) =>
        presentCourier(await couriers.startBreak(courierId, body.minutes, actorOf(caller))),
    }),
    route({
      method: 'post',
      path: '/couriers/:courierId/breaks/end',
      tag,
      summary: 'Back at work before the break is over',
      policy: ownOrDispatcher,
      params,
      answer: CourierView,
      example: { params: { courierId: 'rider-1' } },
      handler: async ({ params: { courierId }, caller }) =>
        presentCourier(await couriers.endBreak(courierId, actorOf(caller))),
    }),
  ];
}

const withProfile = (courier: Parameters<typeof presentCourier>[0]) => ({
  ...presentCourier(courier),
  profile: courier.profile,
});

const exampleProfile = {
  name: 'Rider 9',
  phone: '13800000009',
  vehicle: 'ebike',
  capacityItems: 12,
  skills: [],
  region: 'city',
  active: true,
};

/** Every route of couriers. */
export const courierRoutes = (needs: Needs & PositionNeeds): Route[] => [
  ...staffRoutes(needs),
  ...shiftRoutes(needs),
  ...breakRoutes(needs),
  ...positionRoutes(needs),
];
