/** Builds the problem of one region out of what is held in memory. */
import type { Point } from '../../../contract/common.ts';
import type { Courier, Vehicle } from '../../../contract/couriers.ts';
import type { Override } from '../../../contract/decisions.ts';
import type { RouteWishes } from '../../../contract/regions.ts';
import type { Route, Stop } from '../../../contract/routes.ts';
import type { Plan, PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import { frozenCount } from './keep.ts';
import type { Outlet, PlannedStop } from './publish.ts';
import { entering, straightS, type Travel } from './travel.ts';
import type { OpenOrder } from './types.ts';

export interface Snapshot {
  now: Date;
  travel: Travel;
  paceOf(vehicle: Vehicle): number;
  orders: readonly OpenOrder[];
  couriers: readonly Courier[];
  routeOf(courierId: string): Route | null;
  positionOf(courierId: string): { point: Courier['point']; at: Date } | null;
  shownTo(orderId: string): string | null;
  outletOf(outletId: string): Outlet | null;
  overrideOf(orderId: string): Override | null;
  mayTakeWork(courier: Courier): boolean;
  wishes: RouteWishes;
  /** By courier, seconds each further order costs more (`fairness.ts`); nothing when absent. */
  dearS?: ReadonlyMap<string, number>;
  /** Every kitchen of the region; none are needed where no way back counts. */
  kitchens: readonly Point[];
}

/** Everything a planner may know now: open orders of the region and the couriers who can carry them. */
export function problemOf(at: Snapshot): Problem {
  const boxed = new Set(at.orders.filter(isBoxed).map(({ id }) => id));
  const couriers = at.couriers.map(courier => courierOf(courier, at, boxed)).filter(courier => courier !== null);
  const present = new Set(couriers.map(({ id }) => id));
  const orders = at.orders
    .map(order => orderOf(order, at))
    .filter((order): order is PlanOrder => order !== null && (!order.carriedBy || present.has(order.carriedBy)));
  return { now: at.now, travel: at.travel, wishes: at.wishes, gainS: at.wishes.gainS, orders, couriers };
}

function orderOf(order: OpenOrder, at: Snapshot): PlanOrder | null {
  const outlet = at.outletOf(order.outletId);
  if (!outlet) return null;
  const override = at.overrideOf(order.id);
  const isReady = order.status === 'ready' || order.status === 'collected';
  /** What is ready was ready by now; an estimate that has passed without a word from the kitchen moves along with the clock. */
  const readyAt = isReady === order.readyAt > at.now ? at.now : order.readyAt;
  return {
    id: order.id,
    outletId: order.outletId,
    pickup: outlet.point,
    dropOff: order.dropOff,
    items: order.items,
    skills: order.skills,
    placedAt: order.placedAt,
    readyAt,
    isReady,
    spreadS: isReady ? 0 : spreadS(order.readyAt, at),
    backS: backS(order.dropOff, at),
    dueAt: order.dueAt,
    carriedBy: isBoxed(order) ? order.leg.courierId : null,
    collectedAt: order.collectedAt ?? undefined,
    shownTo: at.shownTo(order.id),
    pin: override?.pin?.courierId ?? null,
    bans: override?.bans.map(({ courierId }) => courierId) ?? [],
  };
}

/** Food that nobody has called ready is never certain: the last so many seconds count in full … */
const leastOpenS = 60;
/** … and each second past the estimate as so many still to go: the longer a kitchen says nothing, the less its word is worth. */
const overdueCounts = 2;

function spreadS(readyAt: Date, { now, wishes }: Snapshot): number {
  const toGoS = (readyAt.getTime() - now.getTime()) / 1000;
  return wishes.readySpread * Math.max(leastOpenS, toGoS, -overdueCounts * toGoS);
}

/** Reckoned where it counts. */
const backS = (door: Point, { kitchens, travel, wishes }: Snapshot) =>
  kitchens.length === 0 || wishes.returnFactor === 0
    ? 0
    : Math.min(...kitchens.map(kitchen => straightS(door, kitchen, travel)));

/** The same with the last plan of each route, shown or not, for the next to begin with. */
export const continuing = (problem: Problem, last: Pick<Plan, 'routes'> | undefined): Problem => {
  if (!last) return problem;
  const drafts = new Map(last.routes.map(({ courierId, stops }) => [courierId, stops]));
  const withDraft = (courier: PlanCourier) => ({ ...courier, draft: drafts.get(courier.id) ?? [] });
  return { ...problem, couriers: problem.couriers.map(withDraft) };
};

const isBoxed = ({ status }: OpenOrder) => status === 'collected';

/** May be given what is not pinned to it. */
export const takesNew = (courier: Courier, at: Pick<Snapshot, 'mayTakeWork' | 'routeOf' | 'now'>): boolean =>
  at.mayTakeWork(courier) &&
  courier.presence !== 'silent' &&
  courier.shift !== null &&
  courier.shift.plannedEndAt > at.now &&
  !at.routeOf(courier.id)?.lock;

/** However long somebody has stood at a door, so much of what it takes is still to come. */
const leastLeft = 0.25;

/** Whoever has stood at the next stop for a while has done a part of what it takes: as if free since then. */
function freeAt({ arrivedAt, kind }: Stop, { now, travel }: Pick<Snapshot, 'now' | 'travel'>): Date {
  if (!arrivedAt || arrivedAt > now) return now;
  const mostS = kind === 'collect' ? entering(travel) : travel.deliverS * (1 - leastLeft);
  return new Date(Math.max(arrivedAt.getTime(), now.getTime() - mostS * 1000));
}

/** Null when nobody knows where the courier is and no arrival tells. The order moves before its route: what is in a box already is not collected again. */
function courierOf(courier: Courier, at: Snapshot, boxed: ReadonlySet<string>): PlanCourier | null {
  const route = at.routeOf(courier.id);
  const stops = route?.stops ?? [];
  const standing = stops[0]?.arrivedAt ? stops[0].point : null;
  const point = standing ?? at.positionOf(courier.id)?.point ?? courier.point ?? stops[0]?.point;
  if (!point || !courier.shift) return null;
  const ahead = (some: typeof stops): PlannedStop[] =>
    some
      .filter(({ orderId, kind }) => kind !== 'collect' || !boxed.has(orderId))
      .map(({ orderId, kind }) => ({ orderId, kind }));
  return {
    id: courier.id,
    point,
    freeAt: stops[0] && ahead(stops.slice(0, 1)).length > 0 ? freeAt(stops[0], at) : at.now,
    endAt: courier.shift.plannedEndAt,
    capacityItems: courier.profile.capacityItems,
    pace: at.paceOf(courier.profile.vehicle),
    backS: backS(point, at),
    dearS: at.dearS?.get(courier.id) ?? 0,
    skills: courier.profile.skills,
    takesNew: takesNew(courier, at),
    frozen: route ? ahead(stops.slice(0, frozenCount(route))) : [],
    shown: ahead(stops),
  };
}
