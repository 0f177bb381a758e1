/** What screens see of dispatch: a courier's route, the dispatcher's routes, the courier of one order; and what a courier does by socket. */
import { z } from 'zod';
import { actorOf, type Policy } from '../../contract/access.ts';
import { Id, Instant } from '../../contract/common.ts';
import type { Courier } from '../../contract/couriers.ts';
import type { Route } from '../../contract/routes.ts';
import { MapRoute, RouteView, Tracking } from '../../contract/routes.ts';
import type { Clock } from '../../infra/clock.ts';
import { type Action, action, type View, view } from '../../infra/live/view.ts';
import type { CollectionSpec } from '../../infra/store/port.ts';
import type { Couriers } from '../couriers/index.ts';
import type { RouteBook } from './keeping/routebook.ts';
import { ackWithinMs } from './keeping/seen.ts';
import type { Book } from './planning/book.ts';
import { presentOnMap, presentRoute, presentTracking } from './rules/present.ts';
import type { Confirmations } from './service.ts';

export const ownRoute: Policy = { who: ['courier', 'dispatcher', 'head_office'], scope: 'courier' };
export const ownStops: Policy = { who: ['courier'], scope: 'courier' };
const dispatching = ['dispatcher', 'head_office'] as const;
export const dispatchers: Policy = { who: dispatching, scope: 'region' };
export const orderDispatchers: Policy = { who: dispatching, scope: 'order' };
export const courierDispatchers: Policy = { who: dispatching, scope: 'courier' };
export const decisionDispatchers: Policy = { who: dispatching, scope: 'decision' };
/** For what names no outlet. */
export const chainDispatchers: Policy = { who: dispatching, scope: 'outlet' };

interface Needs {
  sources: { routes: CollectionSpec<Route>; couriers: CollectionSpec<Courier> };
  couriers: Couriers;
  routes: RouteBook;
  book: Book;
  confirmations: Confirmations;
  clock: Clock;
  acknowledged(courierId: string, version: number): Promise<void>;
  unacknowledged(courierId: string, version: number): Promise<void>;
}

export const dispatchViews = (needs: Needs): View[] => [routeView(needs), routesView(needs), trackingView(needs)];

function routeView({ sources, routes, book, clock, confirmations, acknowledged, unacknowledged }: Needs): View {
  return view({
    name: 'route',
    summary: "A courier's route: what to do next and after that; pushes that change stops want an acknowledgement",
    source: sources.routes,
    policy: ownRoute,
    params: of => ({ courierId: of }),
    of: route => [route.id],
    present: route => presentRoute(route, book.get, clock.now()),
    load: async of => {
      const route = await confirmations.routeOf(of);
      await book.learn(route.stops.map(({ orderId }) => orderId));
      return [routes.get(of) ?? route];
    },
    item: RouteView,
    ack: {
      withinMs: ackWithinMs,
      by: ['courier'],
      needs: item => !item.acknowledged,
      onSeen: item => acknowledged(item.id, item.stopsVersion),
      onLate: item => unacknowledged(item.id, item.stopsVersion),
    },
  });
}

function routesView({ sources, routes }: Needs): View {
  return view({
    name: 'routes',
    summary: 'The routes of a region (or `all`) on the dispatcher’s map',
    source: sources.routes,
    policy: dispatchers,
    // `all` names no region, so it asks for the whole chain.
    params: (of): Record<string, string> => (of === 'all' ? {} : { region: of }),
    of: route => [route.region, 'all'],
    present: route => (route.stops.length > 0 ? presentOnMap(route) : null),
    load: async of => {
      const held = of === 'all' ? [...routes.all()] : routes.inRegion(of);
      return held.filter(({ stops }) => stops.length > 0);
    },
    item: MapRoute,
  });
}

/** Pushed with each committed position; only to those who may know, only while the courier is on this order's leg. */
function trackingView({ sources, couriers, routes, book, clock }: Needs): View {
  const present = (courier: Courier, orderId: string) =>
    presentTracking({ courier, order: book.get(orderId) ?? null, route: routes.get(courier.id), now: clock.now() });
  return view({
    name: 'tracking',
    summary: 'Where the courier of an order is and how old that is, while the courier is on its leg',
    source: sources.couriers,
    policy: { who: ['diner', 'agent', 'dispatcher', 'head_office'], scope: 'order' },
    params: of => ({ orderId: of }),
    of: courier => [...new Set((routes.get(courier.id)?.stops ?? []).map(({ orderId }) => orderId))],
    present,
    load: async of => {
      await book.learn([of]);
      const courierId = routes.of(of)[0]?.id;
      return courierId ? [await couriers.get(courierId)] : [];
    },
    item: Tracking,
  });
}

export function dispatchActions({ confirmations, book, clock, acknowledged }: Needs): Action[] {
  const stop = z.object({ courierId: Id, orderId: Id, at: Instant.optional() });
  const params = ({ courierId }: { courierId: string }) => ({ courierId });
  const confirms = (name: 'collect' | 'deliver' | 'arrive', summary: string) =>
    action({
      name: `courier.${name}`,
      summary,
      policy: ownStops,
      params,
      body: stop,
      answer: RouteView,
      handler: async ({ body, caller }) => {
        const said = { ...body, actor: actorOf(caller) };
        const done = name === 'arrive' ? confirmations.arrive(said, 'courier') : confirmations[name](said);
        return presentRoute(await done, book.get, clock.now());
      },
    });
  return [
    confirms('collect', 'The food is in the box; `at` when it happened, if the phone was offline'),
    confirms('deliver', 'The food is handed over; saying it twice is saying it once'),
    confirms('arrive', 'Arrived at the next stop'),
    action({
      name: 'courier.acknowledge',
      summary: 'The courier has seen this version of the route',
      policy: ownStops,
      params,
      body: z.object({ courierId: Id, version: z.number().int() }),
      answer: z.object({ acknowledged: z.literal(true) }),
      handler: async ({ body }) => {
        await acknowledged(body.courierId, body.version);
        return { acknowledged: true as const };
      },
    }),
  ];
}
