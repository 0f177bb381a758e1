/** Which rides a plan is likely to weigh: all pairs of a large city would be millions, the nearest few are enough. */
import type { Point } from '../../../../contract/common.ts';
import type { PlanCourier, PlanOrder } from '../../planning/types.ts';
import { placeKey } from '../../rules/travel.ts';
import { createNear } from '../../solver/near.ts';

interface Pair {
  from: Point;
  to: Point;
  isMoving: boolean;
}
interface Place {
  id: string;
  point: Point;
}
interface Asked {
  orders: readonly Pick<PlanOrder, 'id' | 'pickup' | 'dropOff' | 'carriedBy'>[];
  couriers: readonly Pick<PlanCourier, 'id' | 'point' | 'shown'>[];
}

/** Each order's own ride, each courier's shown ones, and from every place to its `nearest` kitchens and doors; no pair twice. */
export function pairsOf({ orders, couriers }: Asked, nearest: number): Pair[] {
  const byId = new Map(orders.map(order => [order.id, order]));
  const kitchens = unique(orders.filter(({ carriedBy }) => carriedBy === null).map(({ pickup }) => pickup));
  const doors = unique(orders.map(({ dropOff }) => dropOff));
  const [nearKitchens, nearDoors] = [kitchens, doors].map(list => createNear(list, place => place, nearest));
  const found = new Map<string, Pair>();
  const add = (from: Point, to: Point, isMoving = false) => {
    const [a, b] = [placeKey(from), placeKey(to)];
    if (a !== b) found.set(`${a} ${b}`, { from, to, isMoving });
  };
  const inBox = new Map<string, Point[]>();
  for (const { pickup, dropOff, carriedBy } of orders) {
    if (carriedBy === null) add(pickup, dropOff);
    else inBox.set(carriedBy, [...(inBox.get(carriedBy) ?? []), dropOff]);
  }
  for (const { point } of [...kitchens, ...doors])
    for (const near of [nearKitchens!, nearDoors!])
      for (const to of near(point).slice(0, nearest + 1)) add(point, to.point);
  for (const { id, point, shown } of couriers) {
    for (const to of nearKitchens!(point).slice(0, nearest)) add(point, to.point, true);
    for (const door of inBox.get(id) ?? []) add(point, door, true);
    let here: { point: Point; isMoving: boolean } = { point, isMoving: true };
    for (const { orderId, kind } of shown) {
      const order = byId.get(orderId);
      if (!order) continue;
      const to = kind === 'collect' ? order.pickup : order.dropOff;
      add(here.point, to, here.isMoving);
      here = { point: to, isMoving: false };
    }
  }
  return [...found.values()];
}

const unique = (points: readonly Point[]): Place[] =>
  [...new Map(points.map(point => [placeKey(point), point]))].map(([key, point]) => ({ id: String(key), point }));
