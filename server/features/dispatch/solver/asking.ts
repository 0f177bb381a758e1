/** Whom to ask for an order: the nearest of those who may carry it and, when none of them can, ever more further around. */
import type { PlanCourier, PlanOrder } from '../planning/types.ts';
import { createNear } from './near.ts';

export interface Asking {
  /** Ids of the couriers worth asking for an order. */
  of(order: PlanOrder): readonly string[];
  /** Twice as many are asked for this order from now on; false: there is nobody else. */
  further(order: PlanOrder): boolean;
  /** Of the nearest to the kitchen, those who may not have the order. */
  barred(order: PlanOrder): readonly PlanCourier[];
}
/** Couriers considered for one order: the nearest to the kitchen. */
const nearest = 24;
/** In a city with this many couriers the nearest are so near that fewer are enough. */
const manyCouriers = 4000;
const nearestOfMany = 12;
/** Of so many around a kitchen it is said why they may not have an order. */
const nearestBarred = 12;
/** Couriers asked further around in one plan: a region where nothing fits any more must still be planned in time. */
const mostFurther = 100_000;

/** May this courier be given this order? Null: yes. */
export const mayCarry = (order: PlanOrder, courier: PlanCourier) => {
  if (order.bans.includes(courier.id)) return 'banned';
  if (order.pin !== null && order.pin !== courier.id) return 'pinned_elsewhere';
  if (!courier.takesNew) return 'takes_nothing_new';
  if (order.skills?.some(skill => !courier.skills.includes(skill))) return 'lacks_skill';
  return null;
};

/** The pinned courier, or those who are soonest at the kitchen by where they are. */
export function asking(couriers: readonly PlanCourier[]): Asking {
  const byId = new Map(couriers.map(courier => [courier.id, courier]));
  const ableFor = ables(couriers.filter(({ takesNew }) => takesNew));
  /** By order, where it is not the usual one. */
  const rings = new Map<string, number>();
  let left = mostFurther;
  const around = aroundOutlet(couriers);
  return {
    barred: order => around(order).filter(courier => mayCarry(order, courier) !== null),
    of(order) {
      if (order.pin === null) return ableFor(order).ids(order, rings.get(order.id));
      const only = byId.get(order.pin);
      return only && mayCarry(order, only) === null ? [only.id] : [];
    },
    further(order) {
      const { count, all } = ableFor(order);
      const ring = 2 * (rings.get(order.id) ?? count);
      if (order.pin !== null || ring >= 2 * all || left <= 0) return false;
      left -= ring;
      rings.set(order.id, ring);
      return true;
    },
  };
}

/** The nearest of all, looked up once per outlet. */
function aroundOutlet(couriers: readonly PlanCourier[]) {
  const near = createNear(couriers, courier => courier, nearestBarred);
  const ofOutlet = new Map<string, readonly PlanCourier[]>();
  return ({ outletId, pickup }: PlanOrder) => {
    const held = ofOutlet.get(outletId) ?? near(pickup);
    ofOutlet.set(outletId, held);
    return held;
  };
}

/** Those who have every skill, for each set of skills that is asked for. */
function ables(taking: readonly PlanCourier[]) {
  const known = new Map<string, Able>();
  return ({ skills = [] }: PlanOrder): Able => {
    const key = skills.length === 0 ? '' : [...skills].sort().join('\n');
    const held = known.get(key);
    if (held) return held;
    const able = ableAmong(taking.filter(courier => skills.every(skill => courier.skills.includes(skill))));
    known.set(key, able);
    return able;
  };
}
type Able = ReturnType<typeof ableAmong>;

/** The usual ring is looked up once per outlet; whoever is banned makes place for the next. */
function ableAmong(list: readonly PlanCourier[]) {
  const count = list.length < manyCouriers ? nearest : nearestOfMany;
  const near = createNear(list, courier => courier, count);
  const ofOutlet = new Map<string, readonly string[]>();
  const around = ({ pickup, bans }: PlanOrder, ring: number) =>
    near(pickup, ring + bans.length)
      .filter(({ id }) => !bans.includes(id))
      .slice(0, Math.max(ring, count))
      .map(({ id }) => id);
  return {
    all: list.length,
    count,
    ids(order: PlanOrder, ring = count): readonly string[] {
      if (order.bans.length > 0 || ring !== count) return around(order, ring);
      const held = ofOutlet.get(order.outletId) ?? around(order, ring);
      ofOutlet.set(order.outletId, held);
      return held;
    },
  };
}
