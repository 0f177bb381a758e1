/** What a kitchen may do with a ticket and what each deed changes. A deed whose end has been reached already changes nothing. */
import type { NewFact } from '../../../contract/facts.ts';
import type { Order, OrderStatus } from '../../../contract/orders.ts';
import { begins, isUnknown, kitchenOf, readyByMs, turn } from './stations.ts';

/** The states an order passes through, one after the other, with what is set and stated besides. */
export interface Plan {
  kind: 'plan';
  through: readonly OrderStatus[];
  set: Partial<Order>;
  facts: readonly NewFact[];
}
/** `same`: what is asked has happened already; `refused`: it cannot happen now. */
export type Deed = Plan | { kind: 'same' } | { kind: 'refused'; reason: string };

const same: Deed = { kind: 'same' };
const refused = (reason: string): Deed => ({ kind: 'refused', reason });
const not = (order: Order, what: string) => refused(`An order that is ${order.status} cannot be ${what}`);
/** Is it in one of these states? */
export const isOneOf = (order: Order, ...statuses: OrderStatus[]) => statuses.includes(order.status);
/** It has left the counter. */
const taken: OrderStatus[] = ['collected', 'delivered'];

/** Already accepted, or further: nothing to do. */
export function accept(order: Order): Deed {
  if (isOneOf(order, 'accepted', 'cooking', 'ready', ...taken)) return same;
  if (order.status !== 'assigned') return not(order, 'accepted');
  return { kind: 'plan', through: ['accepted'], set: {}, facts: [] };
}

/** Begins a station, or all that wait; an order nobody accepted yet is accepted by it. */
export function start(order: Order, station: string | undefined, now: Date): Deed {
  if (isUnknown(order, station)) return refused(`There is no station ${station} in this order`);
  if (isOneOf(order, 'ready', ...taken)) return same;
  if (!isOneOf(order, 'assigned', 'accepted', 'cooking')) return not(order, 'cooked');
  const turned = turn(order, station, { from: ['waiting'], to: 'cooking', at: now });
  if (turned.facts.length === 0 && order.status === 'cooking') return same;
  return {
    kind: 'plan',
    through: upTo(order, 'cooking'),
    set: { kitchen: { ...kitchenOf(order), stations: begins(turned.stations, readyByMs(order)) } },
    facts: turned.facts,
  };
}

/** Calls a station ready, or all of them; the last one makes the order ready. */
export function ready(order: Order, station: string | undefined, now: Date): Deed {
  if (isUnknown(order, station)) return refused(`There is no station ${station} in this order`);
  if (isOneOf(order, 'ready', ...taken)) return same;
  if (!isOneOf(order, 'accepted', 'cooking')) return not(order, 'called ready');
  const { stations, facts } = turn(order, station, { from: ['waiting', 'cooking'], to: 'ready' });
  const isAll = stations.every(({ status }) => status === 'ready');
  if (!isAll && facts.length === 0) return same;
  const kitchen = { ...kitchenOf(order), stations, ...(isAll ? { readyAt: now } : {}) };
  const through = upTo(order, isAll ? 'ready' : 'cooking');
  return { kind: 'plan', through, set: { kitchen }, facts };
}

/** Takes the call back while it has not left the counter: a station, or the whole order. */
export function recall(order: Order, station: string | undefined, reason: string): Deed {
  if (isUnknown(order, station)) return refused(`There is no station ${station} in this order`);
  if (!isOneOf(order, 'ready', 'cooking')) return not(order, 'recalled');
  const isReady = order.status === 'ready';
  if (!isReady && station === undefined) return wasRecalled(order) ? same : not(order, 'recalled');
  const { stations, facts } = turn(order, station, { from: ['ready'], to: 'cooking' });
  if (!isReady && facts.length === 0) return same;
  return {
    kind: 'plan',
    through: isReady ? ['cooking'] : [],
    set: { kitchen: { ...kitchenOf(order), stations, readyAt: null } },
    facts: [...facts, { name: 'order.recalled', data: { reason } }],
  };
}

/** Sets the whole delay against the first promise; what waits begins later, and the diner is promised again. */
export function delay(order: Order, { delayS, reason }: { delayS: number; reason: string }): Deed {
  if (!isOneOf(order, 'assigned', 'accepted', 'cooking')) return not(order, 'delayed');
  const kitchen = kitchenOf(order);
  const moreS = delayS - kitchen.delayS;
  if (moreS === 0) return same;
  const promise = order.promise && {
    ...order.promise,
    cookS: order.promise.cookS + moreS,
    promisedAt: new Date(order.promise.promisedAt.getTime() + moreS * 1000),
  };
  const stations = begins(kitchen.stations, readyByMs({ promise }));
  const promised: NewFact[] = promise ? [{ name: 'order.promised', data: { promisedAt: promise.promisedAt } }] : [];
  return {
    kind: 'plan',
    through: [],
    set: { kitchen: { ...kitchen, stations, delayS }, promise, promisedAt: promise?.promisedAt ?? order.promisedAt },
    facts: [{ name: 'order.delayed', data: { delayS, reason } }, ...promised],
  };
}

/** Nobody else can take it: it is not cooked. */
export function reject(order: Order): Deed {
  if (order.status === 'rejected') return same;
  if (!isOneOf(order, 'assigned', 'accepted')) return not(order, 'rejected');
  return { kind: 'plan', through: ['rejected'], set: {}, facts: [] };
}

/** Gives it to its diner at the counter or the table; what a courier takes is confirmed by the courier. */
export function handOver(order: Order): Deed {
  if (isFetched(order)) return refused('A courier takes it from the counter');
  if (order.status === 'delivered') return same;
  if (order.status !== 'ready') return not(order, 'handed over');
  return { kind: 'plan', through: ['delivered'], set: {}, facts: [] };
}

/** A courier comes for it, ours or a platform's. */
export const isFetched = ({ kind, deliveredBy }: Pick<Order, 'kind' | 'deliveredBy'>) =>
  kind === 'delivery' && deliveredBy !== 'none';

/** The way from where it is to there; every step is stated, because channels listen for each. */
function upTo(order: Order, to: 'cooking' | 'ready'): OrderStatus[] {
  const way: OrderStatus[] = ['assigned', 'accepted', 'cooking', 'ready'];
  return way.slice(way.indexOf(order.status) + 1, way.indexOf(to) + 1);
}

const wasRecalled = ({ log }: Order) => {
  const last = log.findLast(({ name }) => name === 'order.recalled' || name === 'order.ready');
  return last?.name === 'order.recalled';
};
