/** Destroy and repair (Shaw 1998): a few new orders are taken out and put back cheaper; what couriers were shown is left alone. */
import type { PlanOrder } from '../planning/types.ts';
import { distanceM } from '../rules/travel.ts';
import { createLuck, type Luck } from './day/luck.ts';
import { bestPlace, type Planning, type Tour } from './places.ts';
import { walk } from './walk.ts';

/** Orders taken out at once. */
const most = 4;
/** Metres of luck in who is taken out together. */
const luckM = 3000;

/** Tries `steps` times; a try that costs more is undone. `free`: planned orders nobody has been shown. */
export function improve(free: readonly PlanOrder[], planning: Planning, steps: number) {
  if (free.length === 0) return;
  const luck = createLuck(1);
  const holder = new Map<string, string>();
  for (const { courier, stops } of planning.tours.values())
    for (const { orderId } of stops) holder.set(orderId, courier.id);
  for (let step = 0; step < steps; step++) tryOnce(chosen(free, luck), { planning, holder });
}

interface State {
  planning: Planning;
  holder: Map<string, string>;
}

function tryOnce(out: readonly PlanOrder[], { planning, holder }: State) {
  const { tours, orders, problem } = planning;
  const by = { orders, travel: problem.travel };
  const before = new Map<string, Tour>();
  const held = new Map(out.map(({ id }) => [id, holder.get(id)!]));
  let gainS = 0;
  const put = (tour: Tour) => {
    const { id } = tour.courier;
    const old = tours.get(id)!;
    if (!before.has(id)) before.set(id, old);
    gainS += old.walked.costS - tour.walked.costS;
    tours.set(id, tour);
  };
  for (const { id } of out) {
    const { courier, stops } = tours.get(held.get(id)!)!;
    const rest = stops.filter(({ orderId }) => orderId !== id);
    put({ courier, stops: rest, walked: walk(rest, courier, by) });
  }
  const isWhole = out.every(order => {
    const places = planning.asked(order).map(id => bestPlace(order, tours.get(id)!, by));
    const best = places.reduce((a, b) => (!a || (b && b.addedS < a.addedS) ? b : a), null);
    if (!best) return false;
    put({ courier: best.tour.courier, stops: best.stops, walked: best.walked });
    holder.set(order.id, best.tour.courier.id);
    return true;
  });
  if (isWhole && gainS > 1e-6) return;
  for (const [id, tour] of before) tours.set(id, tour);
  for (const [id, courierId] of held) holder.set(id, courierId);
}

/** One by luck and those whose outlets are near, in an order by luck. */
function chosen(free: readonly PlanOrder[], luck: Luck): PlanOrder[] {
  const seed = free[luck.below(free.length)]!;
  const count = Math.min(free.length, 1 + luck.below(most));
  const sample = free.length <= 64 ? free : Array.from({ length: 64 }, () => free[luck.below(free.length)]!);
  const near = [...new Set(sample)]
    .filter(order => order !== seed)
    .map(order => ({ order, m: distanceM(order.pickup, seed.pickup) + luckM * luck.next() }))
    .sort((a, b) => a.m - b.m)
    .slice(0, count - 1)
    .map(({ order }) => order);
  const out = [seed, ...near];
  const at = luck.below(out.length);
  return [...out.slice(at), ...out.slice(0, at)];
}
