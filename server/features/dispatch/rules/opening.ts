/** Which orders are dispatch's business, and when their food will be there. */
import type { Order, OrderStatus } from '../../../contract/orders.ts';
import type { OpenOrder } from './types.ts';

/** From the moment an outlet has it until it is handed over. */
const dispatched: readonly OrderStatus[] = ['assigned', 'accepted', 'cooking', 'ready', 'collected'];
const cookedAnywayS = 15 * 60;

/** Ours to ride with, right now: an own delivery that an outlet holds, no other fleet rides with and nobody has handed over. */
export const isOpen = (order: Order): boolean =>
  order.kind === 'delivery' &&
  order.deliveredBy === 'own' &&
  order.dropOff !== null &&
  order.outletId !== null &&
  !order.leg?.fleet &&
  dispatched.includes(order.status);

/** When the food should be there: known once ready, else the slowest station (a delay that was called counts), else what was promised. */
export function expectedReadyAt(order: Order): Date {
  const { kitchen, promise } = order;
  if (kitchen?.readyAt) return kitchen.readyAt;
  const promisedMs = promise && promise.at.getTime() + (promise.queueS + promise.cookS) * 1000;
  const ends = (kitchen?.stations ?? [])
    .filter(({ status }) => status !== 'ready')
    .map(({ startAt, cookS }) => startAt.getTime() + cookS * 1000);
  // A station that has begun keeps its instant: that it will be late only the promise says.
  const isDelayed = (kitchen?.delayS ?? 0) > 0 && promisedMs !== null;
  if (ends.length > 0) return new Date(Math.max(...ends, ...(isDelayed ? [promisedMs] : [])));
  if (promisedMs !== null) return new Date(promisedMs);
  return new Date(order.placedAt.getTime() + cookedAnywayS * 1000);
}

const none: readonly string[] = [];
/** What the dishes ask of their courier, each once. */
function skillsOf({ lines }: Pick<Order, 'lines'>): readonly string[] {
  const asked = lines.flatMap(line => line.skills ?? none);
  return asked.length === 0 ? none : [...new Set(asked)];
}

/** What the courier's phone said, else when we heard of it. */
function boxedSince({ status, leg, log }: Order): Pick<OpenOrder, 'collectedAt'> {
  const heardAt = log.findLast(({ name }) => name === 'order.collected')?.at;
  const collectedAt = leg?.collectedAt ?? heardAt;
  return status === 'collected' && collectedAt ? { collectedAt } : {};
}

/** The part of an order that planning and the courier's sheet need. */
export function opened(order: Order): OpenOrder {
  const lines = order.lines.map(({ name, quantity }) => ({ name, quantity }));
  return {
    id: order.id,
    version: order.version,
    status: order.status,
    outletId: order.outletId!,
    number: order.number,
    dropOff: order.dropOff!.point,
    address: order.dropOff!.address,
    note: order.dropOff!.note ?? order.note,
    dinerName: order.diner.name,
    phone: order.diner.phone,
    lines,
    items: lines.reduce((sum, line) => sum + line.quantity, 0),
    skills: skillsOf(order),
    placedAt: order.placedAt,
    readyAt: expectedReadyAt(order),
    dueAt: order.promisedAt,
    ...boxedSince(order),
    leg: order.leg
      ? { status: order.leg.status, courierId: order.leg.courierId, etaAt: order.leg.etaAt }
      : { status: 'unassigned', courierId: null, etaAt: null },
  };
}
