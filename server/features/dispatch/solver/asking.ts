/** Whom to ask for an order: the nearest of those who may carry it and, when none of them can, ever more further around. */
import type { PlanCourier, PlanOrder } from '../planning/types.ts';
import { createNear } from './near.ts';
import type { Arrays } from './problem.ts';

export interface Asking {
  /** The couriers worth asking for an order. */
  of(order: number): readonly number[];
  /** Twice as many are asked for this order from now on; false: there is nobody else. */
  further(order: number): boolean;
  /** Of the nearest to the kitchen, those who may not have the order. */
  barred(order: number): readonly number[];
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

type Known = Pick<Arrays, 'orders' | 'couriers' | 'order'>;

/** The pinned courier, or those who are soonest at the kitchen by where they are. */
export function asking(by: Known): Asking {
  const { orders, couriers } = by;
  const everybody = couriers.map((_, courier) => courier);
  const ableFor = ables(
    everybody.filter(courier => couriers[courier]!.takesNew),
    by,
  );
  const isBarred = (order: number) => (courier: number) => mayCarry(orders[order]!, couriers[courier]!) !== null;
  /** By order, where it is not the usual one. */
  const rings = new Map<number, number>();
  let left = mostFurther;
  const around = aroundOutlet(everybody, by);
  return {
    barred: order => around(order).filter(isBarred(order)),
    of(order) {
      const { pin } = orders[order]!;
      if (pin === null) return ableFor(order).around(order, rings.get(order));
      return everybody.filter(courier => couriers[courier]!.id === pin && !isBarred(order)(courier));
    },
    further(order) {
      const { count, all } = ableFor(order);
      const ring = 2 * (rings.get(order) ?? count);
      if (orders[order]!.pin !== null || ring >= 2 * all || left <= 0) return false;
      left -= ring;
      rings.set(order, ring);
      return true;
    },
  };
}

/** The nearest of all, looked up once per outlet. */
function aroundOutlet(everybody: readonly number[], { orders, couriers, order: { outlet } }: Known) {
  const near = createNear(everybody, courier => couriers[courier]!, nearestBarred);
  const ofOutlet = new Map<number, readonly number[]>();
  return (order: number) => {
    const held = ofOutlet.get(outlet[order]!) ?? near(orders[order]!.pickup);
    ofOutlet.set(outlet[order]!, held);
    return held;
  };
}

/** Those who have every skill, for each set of skills that is asked for. */
function ables(taking: readonly number[], by: Known) {
  const known = new Map<string, Able>();
  const hasAll = (skills: readonly string[]) => (courier: number) =>
    skills.every(skill => by.couriers[courier]!.skills.includes(skill));
  return (order: number): Able => {
    const { skills = [] } = by.orders[order]!;
    const key = skills.length === 0 ? '' : [...skills].sort().join('\n');
    const held = known.get(key);
    if (held) return held;
    const able = ableAmong(taking.filter(hasAll(skills)), by);
    known.set(key, able);
    return able;
  };
}
type Able = ReturnType<typeof ableAmong>;

/** The usual ring is looked up once per outlet; whoever is banned makes place for the next. */
function ableAmong(list: readonly number[], { orders, couriers, order: { outlet } }: Known) {
  const count = list.length < manyCouriers ? nearest : nearestOfMany;
  const near = createNear(list, courier => couriers[courier]!, count);
  const ofOutlet = new Map<number, readonly number[]>();
  const nearTo = ({ pickup, bans }: PlanOrder, ring: number) =>
    near(pickup, ring + bans.length)
      .filter(courier => !bans.includes(couriers[courier]!.id))
      .slice(0, Math.max(ring, count));
  return {
    all: list.length,
    count,
    around(order: number, ring = count): readonly number[] {
      if (orders[order]!.bans.length > 0 || ring !== count) return nearTo(orders[order]!, ring);
      const held = ofOutlet.get(outlet[order]!) ?? nearTo(orders[order]!, ring);
      ofOutlet.set(outlet[order]!, held);
      return held;
    },
  };
}
