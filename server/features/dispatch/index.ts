/** Dispatch: live routes for couriers. Wakes on what orders and couriers do; the clock plans, repairs and mirrors in any case. */

import type { Order } from '../../contract/orders.ts';
import type { DemandMemory, Region, RideMemory } from '../../contract/regions.ts';
import type { Route } from '../../contract/routes.ts';
import type { Kit } from '../../infra/kit.ts';
import type { Couriers } from '../couriers/index.ts';
import { type Orders, ordersSpec } from '../orders/index.ts';
import { createDecisionLog } from './decisions/log.ts';
import { demandPart } from './demand/demand.ts';
import { fleetPart } from './fleets/fleets.ts';
import type { FleetProvider } from './fleets/provider.ts';
import { createArrivals } from './keeping/arrivals.ts';
import { createMirror } from './keeping/mirror.ts';
import { createReconciler } from './keeping/reconcile.ts';
import { createRouteBook } from './keeping/routebook.ts';
import { createSeenRoutes } from './keeping/seen.ts';
import { wake } from './keeping/wake.ts';
import { dispatchActions, dispatchViews } from './live.ts';
import { createOverrides } from './overrides/overrides.ts';
import { type BookNeeds, createBook } from './planning/book.ts';
import { createCalm } from './planning/calm.ts';
import { regionView } from './planning/console.ts';
import { planningFigures } from './planning/figures.ts';
import { createInsertion } from './planning/insertion.ts';
import { createLeases, leaseSettings } from './planning/lease.ts';
import { createPlanner, type Planner } from './planning/planner.ts';
import { createRegions } from './planning/regions.ts';
import { createReplan } from './planning/replan.ts';
import { createSnapshots } from './planning/snapshot.ts';
import { createTriggers } from './planning/triggers.ts';
import { courierRoutes } from './routes/courier.ts';
import { deskRoutes } from './routes/desk.ts';
import { shiftRoutes } from './routes/shifts.ts';
import { trackingRoutes } from './routes/tracking.ts';
import { fence } from './rules/arrival.ts';
import type { Outlet } from './rules/publish.ts';
import { type ReplanSettings, replanSettings } from './rules/settings.ts';
import { createConfirmations } from './service.ts';
import {
  demandSpec,
  dispatchSpecs,
  dispatchStore,
  overridesSpec,
  regionsSpec,
  ridesSpec,
  routesSpec,
} from './store.ts';
import { openProvider } from './travel/open.ts';
import type { TravelProvider } from './travel/provider.ts';
import { createTravel } from './travel/travel.ts';

export { dispatchSpecs };

export interface DispatchNeeds {
  orders: Orders;
  couriers: Couriers;
  outletOf: BookNeeds['outletOf'];
  /** Every outlet there is. */
  outlets(): readonly (Outlet & { timeZone: string })[];
  /** Replaces the solver's thread (fault tests). */
  planner?: Planner;
  /** Replaces the straight line. */
  roads?: TravelProvider;
  /** Fleets that are not ours and may be asked. */
  fleets?: readonly FleetProvider[];
  settings?: Partial<ReplanSettings> & {
    decisionsKeptDays?: number;
    gatherMs?: number;
    learns?: boolean;
    positions?: boolean;
  };
}

export function dispatchFeature(kit: Kit, needs: DispatchNeeds) {
  const parts = join(kit, needs);
  const { book, routes, overrides, regions, reconciler, triggers, confirmations, couriers, decisions, seen } = parts;
  follow(kit, parts);
  wake(kit, parts);
  kit.schedule.every(59, 'dispatch-rides', parts.travel.memory.save);
  parts.demand.wake();
  parts.fleets.wake();
  kit.schedule.every(20, 'dispatch-calm', async () => parts.calm.tick());
  couriers.onPositions(createArrivals({ routes, confirmations, fence }));

  const stats = () => {
    const { decisions: made, p50Ms, p99Ms } = parts.figures.stats();
    return { decisions: made, p50Ms, p99Ms, regions: parts.calm.view() };
  };
  const isThere = (region: string) => [...needs.outlets(), ...couriers.onDuty()].some(one => one.region === region);
  const desk = { regions, routes, overrides, decisions, stats, isThere, replan: triggers.soon };
  const live = {
    sources: { routes: routesSpec, couriers: needs.couriers.source },
    ...{ couriers, routes, book, confirmations, clock: kit.clock, ...seen },
  };
  return {
    dispatch: {
      stats,
      replan: triggers.soon,
      sweep: reconciler.sweep,
      wayOf: parts.travel.wayOf,
      /** Until routes, orders and couriers are in memory: before anybody looks, because what is read later is told to nobody. */
      ready: () => Promise.all([couriers.ready(), book.ready(), routes.whole()]),
      /** What /orders/:orderId/why shows of dispatch. */
      why: async (order: Pick<Order, 'id'>) => [{ from: 'dispatch', decisions: await decisions.of(order.id) }],
      /** Null: there is no such decision. */
      regionOfDecision: decisions.regionOf,
      routeOf: confirmations.routeOf,
    },
    routes: [
      ...courierRoutes({ confirmations, book, clock: kit.clock, ...seen, overrides, replan: triggers.soon }),
      ...deskRoutes(desk),
      ...shiftRoutes({ couriers, routes, clock: kit.clock }),
      ...trackingRoutes({ couriers, routes, book, clock: kit.clock }),
      ...parts.demand.routes,
    ],
    views: [...dispatchViews(live), regionView(regions)],
    actions: [...dispatchActions(live), ...parts.demand.actions],
    specs: dispatchSpecs,
    /** Ends the solver's thread and gives the leases up. */
    async stop() {
      await triggers.idle();
      await parts.fleets.overflow.idle();
      parts.planner.stop();
      await parts.leases.release();
    },
  };
}
export type Dispatch = ReturnType<typeof dispatchFeature>['dispatch'];

function join(kit: Kit, { orders, couriers, outletOf, outlets, settings = {}, ...needs }: DispatchNeeds) {
  const { clock, log, metrics } = kit;
  const store = dispatchStore(kit.db);
  const book = createBook({ orders, outletOf });
  const calm = createCalm({ couriers, clock, metrics });
  const routes = createRouteBook({
    ...{ store, clock, orderOf: book.get, changed: calm.changed },
    shiftOf: courierId => couriers.known(courierId)?.shift?.startedAt ?? null,
  });
  const overrides = createOverrides({ store, routes, book, couriers, clock });
  const decisions = createDecisionLog({
    store,
    overrides,
    routes,
    clock,
    log,
    keptDays: settings.decisionsKeptDays ?? 30,
  });
  const regions = createRegions({ store, clock });
  const provider = needs.roads ?? openProvider(kit.config, kit);
  const zone = kit.config.zone;
  const travel = createTravel({
    store,
    regions,
    provider,
    couriers,
    outlets,
    clock,
    zone,
    learns: settings.learns ?? kit.config.travel.learns,
  });
  const leases = createLeases({ store, clock, settings: leaseSettings, wallMs: () => Date.now() });
  const demand = demandPart(kit, {
    ...{ store, orders, book, couriers, routes, leases, travel, outlets },
    isOn: settings.positions ?? kit.config.positions,
  });
  const planner = needs.planner ?? createPlanner({ log });
  const figures = planningFigures(metrics, planner.queued);
  const mirror = createMirror({ orders, routes, book });
  const confirmations = createConfirmations({ orders, couriers, routes, book, regions, clock });
  const reconciler = createReconciler({ couriers, routes, book, mirror, confirmations, clock });
  const seen = createSeenRoutes({ routes });
  const rules = { ...replanSettings, ...settings };
  const snapshots = createSnapshots({
    ...{ couriers, routes, book, overrides, travel, clock, commitS: rules.commitS },
    wishesOf: regions.wishesOf,
    outlets,
  });
  const planning = { snapshots, routes, decisions, leases, planner, figures, log };
  const insert = createInsertion({ ...planning, book });
  const fleets = fleetPart(kit, { orders, decisions, routes, book, given: needs.fleets });
  const { overflow } = fleets;
  const replan = createReplan({ ...planning, store, travel, overflow, clock, settings: rules });
  const active = () => [
    ...new Set([
      ...couriers.onDuty().map(({ region }) => region),
      ...[...book.all()].map(({ outletId }) => book.outlet(outletId)?.region).filter(region => region !== undefined),
    ]),
  ];
  const triggers = createTriggers({ replan, regions: active, gatherMs: settings.gatherMs ?? 5 });
  return {
    ...{ store, routes, book, overrides, decisions, regions, leases, planner, figures, mirror, reconciler },
    ...{ confirmations, seen, insert, triggers, couriers, travel, demand, calm, fleets },
  };
}

/** Memory follows the store, in commit order and before anything is told. */
function follow({ facts }: Kit, { book, routes, overrides, regions, travel, demand }: ReturnType<typeof join>) {
  facts.watch(ordersSpec, ({ doc }) => {
    if (!doc) return;
    book.put(doc as Order);
    demand.memory.see(doc as Order);
  });
  facts.watch(routesSpec, ({ doc }) => {
    if (!doc) return;
    routes.put(doc as Route);
    travel.see(doc as Route);
  });
  facts.watch(demandSpec, ({ doc }) => doc && demand.memory.put(doc as DemandMemory));
  facts.watch(ridesSpec, ({ doc }) => doc && travel.memory.put(doc as RideMemory));
  facts.watch(overridesSpec, ({ doc }) => doc && overrides.put(doc as Parameters<typeof overrides.put>[0]));
  facts.watch(regionsSpec, ({ doc }) => doc && regions.put(doc as Region));
}
