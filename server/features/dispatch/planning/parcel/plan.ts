/** A plan in the numbers of its problem, on its way back. */
import { type Candidate, costTerms, Rejection } from '../../../../contract/decisions.ts';
import { type Names, numbering, stopNumber, stopOf } from '../../rules/names.ts';
import type { PlannedStop } from '../../rules/publish.ts';
import type { Plan, Why } from '../types.ts';

export interface PackedPlan {
  /** Each route: its courier, how many stops, the stops. */
  routes: Int32Array<ArrayBuffer>;
  unplanned: Int32Array<ArrayBuffer>;
  /** Each order: its number, how many candidates; each of them: who, cost, why not, what the cost is made of, the amounts. */
  why: Float64Array<ArrayBuffer>;
}

/** The plan in the numbers of its problem. */
export function packPlan({ routes, unplanned, why }: Plan, { orders, couriers }: Names): PackedPlan {
  const order = numbering(orders);
  const courier = numbering(couriers);
  const stops: number[] = [];
  for (const { courierId, stops: list } of routes) {
    stops.push(courier.of(courierId), list.length);
    for (const stop of list) stops.push(stopNumber(stop, order.of(stop.orderId)));
  }
  const reasons: number[] = [];
  for (const { orderId, candidates } of why) {
    reasons.push(order.of(orderId), candidates.length);
    for (const { courierId, costS, terms, amounts, rejected } of candidates) {
      const whyNot = rejected === null ? -1 : Rejection.options.indexOf(rejected);
      reasons.push(courier.of(courierId), costS ?? Number.NaN, whyNot);
      for (const term of costTerms) reasons.push(terms[term] ?? 0);
      for (const name of amountNames) reasons.push(amounts?.[name] ?? 0);
    }
  }
  const list = Int32Array.from(unplanned.map(order.of));
  return { routes: Int32Array.from(stops), unplanned: list, why: Float64Array.from(reasons) };
}
const amountNames = ['rideS', 'kitchenWaitS', 'lateS'] as const;
const candidateWidth = 3 + costTerms.length + amountNames.length;

/** The same plan again. */
export function unpackPlan({ routes, unplanned, why }: PackedPlan, names: Names): Plan {
  const { orders, couriers } = names;
  const read: Plan['routes'][number][] = [];
  for (let at = 0; at < routes.length; at += 2 + routes[at + 1]!) {
    const stops: PlannedStop[] = [];
    for (let i = 0; i < routes[at + 1]!; i++) stops.push(stopOf(routes[at + 2 + i]!, orders));
    read.push({ courierId: couriers[routes[at]!]!, stops });
  }
  return { routes: read, unplanned: Array.from(unplanned, number => orders[number]!), why: reasonsOf(why, names) };
}

function reasonsOf(why: Float64Array, { orders, couriers }: Names): Why[] {
  const read: Why[] = [];
  for (let at = 0; at < why.length; ) {
    const orderId = orders[why[at++]!]!;
    const candidates: Candidate[] = [];
    for (let left = why[at++]!; left > 0; left--, at += candidateWidth) candidates.push(candidateAt(why, at, couriers));
    read.push({ orderId, candidates });
  }
  return read;
}

function candidateAt(why: Float64Array, at: number, couriers: readonly string[]): Candidate {
  const courierId = couriers[why[at]!]!;
  const costS = why[at + 1]!;
  const rejected = Rejection.options[why[at + 2]!] ?? null;
  if (Number.isNaN(costS)) return { courierId, costS: null, terms: {}, rejected };
  const terms: Candidate['terms'] = {};
  for (const [i, term] of costTerms.entries()) if (why[at + 3 + i] !== 0) terms[term] = why[at + 3 + i]!;
  const from = at + 3 + costTerms.length;
  const amounts = { rideS: why[from]!, kitchenWaitS: why[from + 1]!, lateS: why[from + 2]! };
  return { courierId, costS, terms, amounts, rejected };
}
