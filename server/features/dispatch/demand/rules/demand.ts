/** Where orders will come from: per area and quarter of an hour, from the days before and from this day so far. What comes later cannot change it. */
import { DateTime } from 'luxon';
import type { Point } from '../../../../contract/common.ts';
import type { DemandMemory } from '../../../../contract/regions.ts';

/** What demand needs to know of an order. */
export interface Placed {
  area: string;
  placedAt: Date;
  /** When its food was there, or is expected to be. */
  readyAt: Date;
}
type Known = Pick<DemandMemory, 'countedTo' | 'slots' | 'recent' | 'level' | 'leads'>;

export const quarterMs = 15 * 60_000;
/** A day counts this much when the next of its kind has been counted: about five days are remembered. */
const fades = 0.8;
/** Counts of the running day halve in this time. */
const halfLifeMin = 90;
const fadeOver = (min: number) => 0.5 ** (min / halfLifeMin);
/** The last hour decides how busy today is. */
const levelFades = 0.75;
/** Orders' worth of belief that today is like other days. */
const alike = 10;
const [quietest, busiest] = [0.3, 3];
export const longestLeadMin = 60;
/** A cell of the grid: about a kilometre. */
const areaDeg = 0.01;
/** Below this an area is forgotten. */
const tooLittle = 0.02;

/** The area a kitchen lies in. */
export const areaOf = ({ lng, lat }: Point): string => `${Math.floor(lng / areaDeg)},${Math.floor(lat / areaDeg)}`;

/** The kind of day and the quarter of it (0 to 95). */
export function slotOf(at: Date, zone: string): string {
  const { weekday, hour, minute } = DateTime.fromJSDate(at, { zone });
  return `${weekday > 5 ? 'weekend' : 'weekday'}.${hour * 4 + Math.floor(minute / 15)}`;
}
/** The last full quarter of an hour. */
export const quarterBefore = (at: Date): Date => new Date(Math.floor(at.getTime() / quarterMs) * quarterMs);

export const blank = (countedTo: Date): Known => ({
  countedTo,
  slots: {},
  recent: { minutes: 0, areas: {} },
  level: { expected: 0, actual: 0 },
  leads: Array(longestLeadMin + 1).fill(0),
});

/** Counts whole quarters up to `to`, each order in the quarter it was placed in; orders outside are not looked at. */
export function counted(known: Known, orders: readonly Placed[], { to, zone }: { to: Date; zone: string }): Known {
  const byQuarter = new Map<number, Placed[]>();
  for (const order of orders) {
    const at = quarterBefore(order.placedAt).getTime();
    const list = byQuarter.get(at);
    if (list) list.push(order);
    else byQuarter.set(at, [order]);
  }
  let memory = known;
  for (let from = known.countedTo.getTime(); from + quarterMs <= to.getTime(); from += quarterMs)
    memory = withQuarter(memory, byQuarter.get(from) ?? [], slotOf(new Date(from), zone));
  return memory;
}

function withQuarter(known: Known, orders: readonly Placed[], slot: string): Known {
  const countedTo = new Date(known.countedTo.getTime() + quarterMs);
  // Before the first order there was no business to learn from.
  if (orders.length === 0 && Object.keys(known.slots).length === 0) return { ...known, countedTo };
  const before = known.slots[slot] ?? { days: 0, areas: {} };
  const expected = total(before.areas) / (before.days || 1);
  return {
    countedTo,
    slots: {
      ...known.slots,
      [slot]: { days: round(before.days * fades + 1), areas: added(before.areas, orders, fades) },
    },
    recent: decayed(known.recent, orders, quarterMs / 60_000),
    level: {
      expected: round(known.level.expected * levelFades + expected),
      actual: round(known.level.actual * levelFades + (before.days > 0 ? orders.length : 0)),
    },
    leads: withLeads(known.leads, orders),
  };
}

const total = (areas: Readonly<Record<string, number>>) => Object.values(areas).reduce((sum, count) => sum + count, 0);

function added(areas: Readonly<Record<string, number>>, orders: readonly Placed[], fade: number) {
  const sums: Record<string, number> = {};
  for (const [area, count] of Object.entries(areas)) if (count * fade >= tooLittle) sums[area] = round(count * fade);
  for (const { area } of orders) sums[area] = round((sums[area] ?? 0) + 1);
  return sums;
}

function decayed({ minutes, areas }: Known['recent'], orders: readonly Placed[], overMin: number): Known['recent'] {
  const fade = fadeOver(overMin);
  return { minutes: round(minutes * fade + overMin), areas: added(areas, orders, fade) };
}

function withLeads(leads: readonly number[], orders: readonly Placed[]): number[] {
  const sums = leads.map(count => count * 0.97);
  for (const { placedAt, readyAt } of orders) {
    const lead = Math.round((readyAt.getTime() - placedAt.getTime()) / 60_000);
    const at = Math.min(longestLeadMin, Math.max(0, lead));
    sums[at] = sums[at]! + 1;
  }
  return sums.map(round);
}
const round = (value: number) => Math.round(value * 1000) / 1000;

/** Quarters of the usual day that are looked back on, as today is. */
const lookedBack = 24;

/** Orders a minute that each area may expect in the next half hour; `fresh`: what came since the last full quarter. */
export function ratesAt(
  known: Known,
  fresh: readonly Placed[],
  { now, zone }: { now: Date; zone: string },
): Map<string, number> {
  const overMin = Math.max(0, (now.getTime() - known.countedTo.getTime()) / 60_000);
  const recent = decayed(known.recent, since(known, fresh, now), overMin);
  const { usual, days } = usualAhead(known, now, zone);
  const turn = days === 0 ? 1 : turnOf(known, usual, { now, zone });
  // Where nothing is usual just before, today tells nothing of what comes: only how many days were seen does.
  const trust = turn === null ? 1 : days / (days + 1);
  const level = levelOf(known);
  const rates = new Map<string, number>();
  for (const area of new Set([...usual.keys(), ...Object.keys(recent.areas)])) {
    const today = (recent.areas[area] ?? 0) / Math.max(quarterMs / 60_000, recent.minutes);
    rates.set(area, trust * level * (usual.get(area) ?? 0) + (1 - trust) * today * (turn ?? 0));
  }
  return rates;
}

/** What is usual in the half hour from now, orders a minute by area, and of how many days at least. Of a quarter that it only touches so much counts. */
function usualAhead({ slots }: Pick<Known, 'slots'>, now: Date, zone: string) {
  const inMs = now.getTime() - quarterBefore(now).getTime();
  const usual = new Map<string, number>();
  let days = Number.POSITIVE_INFINITY;
  for (const [no, share] of [1 - inMs / quarterMs, 1, inMs / quarterMs].entries()) {
    if (share === 0) continue;
    const slot = slots[slotOf(new Date(now.getTime() + no * quarterMs), zone)];
    days = Math.min(days, slot?.days ?? 0);
    for (const [area, count] of Object.entries(slot?.areas ?? {}))
      usual.set(area, (usual.get(area) ?? 0) + (share * count) / slot!.days / 30);
  }
  return { usual, days };
}

/** How much more is usual in the next half hour than in the hours behind it: a shop that opens or closes turns from one to the other. One where the day is not known; null: nothing is usual behind. */
function turnOf(
  { slots }: Pick<Known, 'slots'>,
  usual: ReadonlyMap<string, number>,
  { now, zone }: When,
): number | null {
  let [sum, weights] = [0, 0];
  for (let back = 1; back <= lookedBack; back++) {
    const slot = slots[slotOf(new Date(now.getTime() - back * quarterMs), zone)];
    if (!slot) return 1;
    const weight = fadeOver((back * quarterMs) / 60_000);
    sum += (weight * total(slot.areas)) / slot.days / 15;
    weights += weight;
  }
  const ahead = [...usual.values()].reduce((all, rate) => all + rate, 0);
  return sum === 0 ? null : ahead / (sum / weights);
}
interface When {
  now: Date;
  zone: string;
}

const since = ({ countedTo }: Pick<Known, 'countedTo'>, fresh: readonly Placed[], now: Date) =>
  fresh.filter(({ placedAt }) => placedAt >= countedTo && placedAt <= now);

/** How busy this day is against its kind. */
const levelOf = ({ level: { expected, actual } }: Known): number =>
  Math.min(busiest, Math.max(quietest, (actual + alike) / (expected + alike)));

/** Minutes an order is expected to wait for a courier who is `index` minutes away when it is placed; zeros before the first order. */
export function latenessOf(
  known: Pick<Known, 'leads' | 'countedTo'>,
  fresh: readonly Placed[],
  now: Date,
): Float64Array {
  const leads = withLeads(known.leads, since(known, fresh, now));
  const lateness = new Float64Array(2 * longestLeadMin + 1);
  const seen = leads.reduce((sum, count) => sum + count, 0);
  if (seen === 0) return lateness;
  for (let away = 0; away < lateness.length; away++)
    for (let lead = 0; lead <= longestLeadMin && lead < away; lead++)
      lateness[away] = lateness[away]! + (leads[lead]! * (away - lead)) / seen;
  return lateness;
}
