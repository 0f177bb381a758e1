/** What a decision writes into an order, and the facts it states. */
import type { NewFact } from '../../../contract/facts.ts';
import type { Order, OutletDecision } from '../../../contract/orders.ts';
import type { Choice } from './choose.ts';
import { promise, sharesOf, stationsOf } from './timing.ts';
import type { Weighed } from './weigh.ts';

export interface Stamped {
  set: Partial<Order>;
  facts: NewFact[];
}
export interface HeldPlace {
  number: number;
  day: string;
  short: readonly string[];
}

/** 7 → "0007". */
export const numberText = (number: number): string => String(number).padStart(4, '0');

/** So many earlier decisions stay with an order. */
const earlierKept = 10;
type Decided = Pick<Order, 'decision' | 'decisions'>;

/** An outlet has it: number, promise, tickets of its stations and why it was this one. */
export function assigned(
  order: Pick<Order, 'lines' | 'alarms'> & Decided,
  { weighed, held, choice }: { weighed: Weighed; held: HeldPlace; choice: Choice },
  now: Date,
): Stamped {
  const { outlet } = weighed.known;
  const promised = promise(weighed.timing);
  const isShort = held.short.length > 0 && !order.alarms.includes('short');
  const set: Partial<Order> = {
    outletId: outlet.id,
    number: numberText(held.number),
    businessDay: held.day,
    ...decided(order, decision('assigned', choice, now)),
    promise: promised,
    promisedAt: promised.promisedAt,
    kitchen: {
      stations: stationsOf(sharesOf(order.lines), outlet.stations, weighed.timing),
      seenAt: null,
      readyAt: null,
      delayS: 0,
    },
  };
  const facts: NewFact[] = [{ name: 'order.promised', data: { promisedAt: promised.promisedAt } }];
  if (!isShort) return { set, facts };
  return {
    set: { ...set, alarms: [...order.alarms, 'short'] },
    facts: [...facts, { name: 'order.escalated', data: { reason: 'short' } }],
  };
}

/** Its channel's shop is no outlet of ours: the clock alone will not help, somebody must say whose it is. */
export const unknownShop = 'unknown_shop';

/** Nobody can take it now. The same reason again is no new fact. */
export function waiting(order: Decided & Pick<Order, 'alarms'>, choice: Choice, now: Date): Stamped {
  const { reason } = choice;
  const next = decision('waiting', choice, now);
  const isNew = isNews(order, next);
  const set: Partial<Order> = decided(order, next);
  const facts: NewFact[] = isNew ? [{ name: 'order.waiting', data: { reason } }] : [];
  if (reason !== unknownShop || !isNew || order.alarms.includes(reason)) return { set, facts };
  return {
    set: { ...set, alarms: [...order.alarms, reason] },
    facts: [...facts, { name: 'order.escalated', data: { reason } }],
  };
}

const isNews = ({ decision: last }: Decided, { kind, reason }: OutletDecision): boolean =>
  kind === 'assigned' || last?.kind !== kind || last.reason !== reason;

/** The new decision, and those before it; the same wait again takes its own place. */
function decided(order: Decided, next: OutletDecision): Decided {
  const { decision: last, decisions: earlier = [] } = order;
  if (!last || !isNews(order, next)) return { decision: next };
  return { decision: next, decisions: [last, ...earlier].slice(0, earlierKept) };
}

const decision = (kind: OutletDecision['kind'], choice: Choice, at: Date): OutletDecision => ({
  at,
  kind,
  outletId: choice.best?.known.outlet.id ?? null,
  reason: choice.reason,
  candidates: choice.candidates,
});

/**
 * May it go elsewhere unasked when its outlet closes or will not cook it? Only what our own couriers fetch, also where it named
 * the outlet: named is checked when it comes in. Others go to the place they were told.
 */
export const mayBeMoved = (order: Pick<Order, 'kind' | 'deliveredBy'>): boolean =>
  order.kind === 'delivery' && order.deliveredBy === 'own';
