/** Which rides a plan is likely to weigh: all pairs of a large city would be millions, the nearest few are enough. */
import type { Point } from '../../../../contract/common.ts';
import type { PlanCourier, PlanOrder } from '../../planning/types.ts';
import { placeKey } from '../../rules/travel.ts';
import { createNearest } from './nearest.ts';

interface Pair {
  from: Point;
  to: Point;
  isMoving: boolean;
}
interface Asked {
  orders: readonly Pick<PlanOrder, 'id' | 'pickup' | 'dropOff' | 'carriedBy'>[];
  couriers: readonly Pick<PlanCourier, 'id' | 'point' | 'shown'>[];
}

/** Each order's own ride, each courier's shown ones, and from every place to its `nearest` kitchens and doors; no pair twice. */
export function pairsOf({ orders, couriers }: Asked, nearest: number): Pair[] {
  const places = createPlaces();
  const stops = orders.map(({ pickup, dropOff }) => ({ pickup: places.no(pickup), dropOff: places.no(dropOff) }));
  const fixed = places.points.length;
  const standing = couriers.map(({ point }) => places.no(point));
  const kitchens = unique(stops.filter((_, i) => orders[i]!.carriedBy === null).map(({ pickup }) => pickup));
  const doors = unique(stops.map(({ dropOff }) => dropOff));
  const [nearKitchens, nearDoors] = [kitchens, doors].map(list => nearOf(list, places.points, nearest));
  const sure = sureRides({ orders, couriers }, { stops, standing });
  const pairs: Pair[] = [];
  // The place last ridden from to each place: all rides from one are found together, so that no pair needs to be looked up.
  const from = new Int32Array(places.points.length).fill(-1);
  const add = (here: number, list: readonly number[]) => {
    from[here] = here;
    for (const to of list) {
      if (from[to] === here) continue;
      from[to] = here;
      pairs.push({ from: places.points[here]!, to: places.points[to]!, isMoving: here >= fixed });
    }
  };
  for (const here of unique([...kitchens, ...doors, ...standing, ...sure.keys()])) {
    add(here, sure.get(here) ?? []);
    add(here, nearKitchens!(here));
    if (here < fixed) add(here, nearDoors!(here));
  }
  return pairs;
}

interface Numbered {
  stops: readonly { pickup: number; dropOff: number }[];
  /** Where each courier is. */
  standing: readonly number[];
}
/** By place, where somebody rides from it, or would have to: every order's own ride, what is in a box, and the shown routes. */
function sureRides({ orders, couriers }: Asked, { stops, standing }: Numbered): Map<number, number[]> {
  const rides = new Map<number, number[]>();
  const add = (from: number, to: number) => {
    if (!rides.get(from)?.push(to)) rides.set(from, [to]);
  };
  const numberOf = new Map(couriers.map(({ id }, i) => [id, standing[i]!]));
  for (const [i, { carriedBy }] of orders.entries()) {
    const { pickup, dropOff } = stops[i]!;
    const here = carriedBy === null ? pickup : numberOf.get(carriedBy);
    if (here !== undefined) add(here, dropOff);
  }
  const byId = new Map(orders.map(({ id }, i) => [id, stops[i]!]));
  for (const [i, { shown }] of couriers.entries()) {
    let here = standing[i]!;
    for (const { orderId, kind } of shown) {
      const order = byId.get(orderId);
      if (!order) continue;
      const to = kind === 'collect' ? order.pickup : order.dropOff;
      add(here, to);
      here = to;
    }
  }
  return rides;
}

const unique = (numbers: readonly number[]): number[] => [...new Set(numbers)];

/** Places to about a metre, numbered as they come. */
function createPlaces() {
  const numbers = new Map<number, number>();
  const points: Point[] = [];
  return {
    points,
    no(point: Point): number {
      const key = placeKey(point);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, points.length);
      return points.push(point) - 1;
    },
  };
}

/** By the number of a place, the numbers of those of the list that are nearest. */
function nearOf(list: readonly number[], points: readonly Point[], count: number) {
  const near = createNearest(
    list.map(no => points[no]!),
    count,
  );
  return (from: number): number[] => near(points[from]!).map(i => list[i]!);
}
