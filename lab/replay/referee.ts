/** Judges a written solution by the rules of the day, from the files alone: shares no code with what played or wrote it. */
import type { Shift } from '../recorded/day.ts';
import type { Instance } from './instance.ts';
import type { Solution, WrittenBundle, WrittenMove } from './solution.ts';

interface Spot {
  x: number;
  y: number;
}
interface Case {
  day: Instance;
  spots: Map<string, Spot>;
  say(what: string): void;
}

/** Every broken rule in a sentence; empty: the evaluator may read it. */
export function judged(day: Instance, solution: Solution): string[] {
  const wrong: string[] = [];
  const spots = new Map<string, Spot>([...day.restaurants, ...day.orders].map(spot => [spot.id, spot]));
  const at: Case = { day, spots, say: what => wrong.push(what) };
  eachOnce(solution, at);
  asOrdered(solution, at);
  for (const bundle of solution.bundles) fair(bundle, solution, at);
  const shifts = new Map(day.couriers.map(courier => [courier.id, courier]));
  for (const { courier } of [...solution.moves, ...solution.bundles])
    if (!shifts.has(courier)) at.say(`there is no courier ${courier}`);
  for (const shift of day.couriers) walked(shift, solution, at);
  return wrong;
}

/** Rounded up, as the rules say. */
function awayMin(from: Spot, to: Spot, { day }: Case): number {
  return Math.ceil(Math.sqrt((from.x - to.x) ** 2 + (from.y - to.y) ** 2) / day.rules.speedMPerMin);
}

/** An order leaves in one bundle and has one line, with the same courier and pickup. */
function eachOnce({ bundles, orders }: Solution, { say }: Case) {
  const left = new Map<string, WrittenBundle>();
  for (const bundle of bundles) {
    if (bundle.orders.length === 0) say(`an empty bundle of ${bundle.courier}`);
    for (const order of bundle.orders) {
      if (left.has(order)) say(`${order} leaves twice`);
      left.set(order, bundle);
    }
  }
  const told = new Set<string>();
  for (const line of orders) {
    if (told.has(line.order)) say(`${line.order} has two lines`);
    told.add(line.order);
    const bundle = left.get(line.order);
    if (!bundle) say(`${line.order} is delivered and left with nobody`);
    else if (bundle.courier !== line.courier || bundle.pickupMin !== line.pickupMin)
      say(`${line.order} has another courier or pickup than its bundle`);
  }
  for (const order of left.keys()) if (!told.has(order)) say(`${order} left and never arrived`);
}

/** Placement and ready time are those of the day. */
function asOrdered({ orders }: Solution, { day, say }: Case) {
  const known = new Map(day.orders.map(order => [order.id, order]));
  for (const { order, placedMin, readyMin } of orders) {
    const real = known.get(order);
    if (!real) say(`there is no order ${order}`);
    else if (real.placedMin !== placedMin || real.readyMin !== readyMin) say(`${order} was placed or ready otherwise`);
  }
}

function fair(bundle: WrittenBundle, { orders }: Solution, at: Case) {
  const { day, say } = at;
  const list = bundle.orders.map(id => day.orders.find(order => order.id === id)).filter(order => order !== undefined);
  const shift = day.couriers.find(({ id }) => id === bundle.courier);
  const { assignedMin, pickupMin, courier } = bundle;
  const restaurant = day.restaurants[list[0]?.restaurant ?? -1];
  if (!shift || !restaurant) return;
  if (list.some(order => order.restaurant !== list[0]!.restaurant)) say(`${courier} carries from two restaurants`);
  if (!Number.isInteger(assignedMin)) say(`${courier} is sent between two minutes`);
  if (list.some(({ placedMin }) => placedMin > assignedMin)) say(`${courier} knew of an order before it was placed`);
  if (list.some(({ readyMin }) => readyMin > pickupMin)) say(`${courier} takes what is not ready at ${pickupMin}`);
  if (assignedMin > pickupMin) say(`${courier} is told at ${assignedMin} what it took at ${pickupMin}`);
  if (pickupMin < shift.onMin || pickupMin > shift.offMin) say(`${courier} picks up outside its shift at ${pickupMin}`);
  let clockMin = pickupMin + day.rules.halfPickupMin;
  let here: Spot = restaurant;
  for (const order of list) {
    clockMin += awayMin(here, order, at) + day.rules.halfDropOffMin;
    const line = orders.find(it => it.order === order.id);
    if (line && line.dropOffMin !== clockMin) say(`${order.id} arrives at ${line.dropOffMin}, possible at ${clockMin}`);
    clockMin += day.rules.halfDropOffMin;
    here = order;
  }
}

/** A courier's way has no gaps in place or time, and every bundle stands in it with its whole pickup and every drop-off. */
function walked(shift: Shift, { bundles, moves }: Solution, at: Case) {
  const { day, say, spots } = at;
  const own = moves.filter(({ courier }) => courier === shift.id);
  const loads = bundles.filter(({ courier }) => courier === shift.id).sort((a, b) => a.pickupMin - b.pickupMin);
  let here = '0';
  let freeMin = shift.onMin;
  const arrivals: { spot: string; atMin: number; move: number }[] = [];
  for (const [i, move] of own.entries()) {
    if (move.from !== here) say(`${shift.id} leaves ${move.from} and stands at ${here}`);
    if (move.leftMin < freeMin) say(`${shift.id} leaves ${here} at ${move.leftMin}, free from ${freeMin}`);
    const from = here === '0' ? shift : spots.get(here);
    const to = spots.get(move.to);
    if (!from || !to) {
      say(`${shift.id} goes to ${move.to}, which is nowhere`);
      return;
    }
    const arriveMin = move.leftMin + awayMin(from, to, at);
    arrivals.push({ spot: move.to, atMin: arriveMin, move: i });
    freeMin = arriveMin + (isDoor(move.to, day) ? 2 * day.rules.halfDropOffMin : 0);
    here = move.to;
  }
  const doors = own.filter(({ to }) => isDoor(to, day)).map(({ to }) => to);
  if (doors.join() !== loads.flatMap(({ orders }) => orders).join())
    say(`${shift.id} visits other doors than its bundles say`);
  for (const load of loads) taken(load, { own, arrivals, shift, at });
}

const isDoor = (id: string, day: Instance) => day.orders.some(order => order.id === id);

interface Way {
  own: readonly WrittenMove[];
  arrivals: readonly { spot: string; atMin: number; move: number }[];
  shift: Shift;
  at: Case;
}

/** Before the first drop-off the courier stood at the restaurant for both halves of the pickup service. */
function taken({ orders, pickupMin }: WrittenBundle, { own, arrivals, shift, at: { day, say } }: Way) {
  const first = own.findIndex(({ to }) => to === orders[0]);
  const order = day.orders.find(({ id }) => id === orders[0]);
  if (first < 0 || !order) return;
  const restaurant = day.restaurants[order.restaurant]!.id;
  const half = day.rules.halfPickupMin;
  if (own[first]!.from !== restaurant) say(`${shift.id} brings ${orders[0]} without having been at ${restaurant}`);
  if (own[first]!.leftMin !== pickupMin + half) say(`${shift.id} leaves ${restaurant} before or after its pickup`);
  const arrival = arrivals.find(({ move }) => move === first - 1);
  if (!arrival || arrival.spot !== restaurant) say(`${shift.id} never came to ${restaurant}`);
  else if (arrival.atMin + half > pickupMin) say(`${shift.id} picks up at ${pickupMin}, there at ${arrival.atMin}`);
  orders.forEach((id, i) => {
    if (own[first + i]?.to !== id) say(`${shift.id} turns aside before ${id}`);
  });
}
