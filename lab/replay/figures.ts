/** What a played day is worth: the figures of the public rules, in minutes, percent and dollars. */
import { soonestMin } from '../../server/features/dispatch/solver/day/day.ts';
import type { Instance } from './instance.ts';
import type { Played } from './simulate.ts';

/** An order nobody brought counts as this long. */
const undeliveredMin = 90;

export interface Summary {
  instance: string;
  policy: string;
  couriers: number;
  orders: number;
  delivered: number;
  undeliveredPct: number;
  clickToDoor: { mean: number; p50: number; p90: number };
  excess: number;
  penalisedExcess: number;
  costPerOrder: number;
  ordersPerBundle: number;
  decisions: number;
  decisionMs: { p50: number; p99: number; max: number };
  cpuMsPerDecision: number;
  /** How it was played, where it was played and not only lived through. */
  budgetMs?: number;
  seeds?: number;
  knownMin?: number;
}

/** By order, minutes from the click before which nobody could hand it over under the strict rules. */
export const floorsOf = ({ orders, restaurants, rules }: Instance): number[] =>
  orders.map(order => soonestMin(order, restaurants[order.restaurant]!, rules) - order.placedMin);

/** Of what was played; `floors` as `floorsOf` tells them. */
export function figuresOf(instance: Instance, policy: string, { played, floors }: Measured): Summary {
  const { orders } = instance;
  const times = orders.map(({ no, placedMin }) => played.deliveredMin[no]! - placedMin);
  const done = orders.map(({ no }) => no).filter(no => !Number.isNaN(times[no]));
  const doneTimes = done.map(no => times[no]!);
  const penalised = times.map(min => (Number.isNaN(min) ? undeliveredMin : min));
  const sorted = [...played.decisionMs].sort((a, b) => a - b);
  return {
    instance: instance.name,
    policy,
    couriers: instance.couriers.length,
    orders: orders.length,
    delivered: done.length,
    undeliveredPct: (100 * (orders.length - done.length)) / orders.length,
    clickToDoor: { mean: mean(doneTimes), p50: quantile(doneTimes, 0.5), p90: quantile(doneTimes, 0.9) },
    excess: mean(doneTimes) - mean(done.map(no => floors[no]!)),
    penalisedExcess: mean(penalised) - mean(floors),
    costPerOrder: costOf(instance, played) / done.length,
    ordersPerBundle: done.length / played.bundles.length,
    decisions: played.decisionMs.length,
    decisionMs: { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: sorted.at(-1) ?? 0 },
    cpuMsPerDecision: played.cpuMs / played.decisionMs.length,
  };
}

interface Measured {
  played: Played;
  floors: readonly number[];
}

/** Each courier earns per order, or the guarantee of the shift when that is more. */
function costOf({ couriers, rules }: Instance, { carrier }: Played): number {
  const carried = new Int32Array(couriers.length);
  for (const courier of carrier) if (courier >= 0) carried[courier] = carried[courier]! + 1;
  return couriers.reduce(
    (sum, { onMin, offMin }, no) =>
      sum + Math.max(rules.payPerOrder * carried[no]!, (rules.payPerHour * (offMin - onMin)) / 60),
    0,
  );
}

/** The same day and policy under several seeds: every figure is the mean. */
export function meanOf(rows: readonly Summary[]): Summary {
  const means = (parts: readonly unknown[]): unknown => {
    const [first] = parts;
    if (typeof first === 'number') return mean(parts as number[]);
    if (typeof first !== 'object') return first;
    const keys = Object.keys(first as object);
    return Object.fromEntries(keys.map(key => [key, means(parts.map(part => (part as Record<string, unknown>)[key]))]));
  };
  return means(rows) as Summary;
}

export const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;

export function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  return low + ((sorted[Math.ceil(at)] ?? 0) - low) * (at - Math.floor(at));
}
