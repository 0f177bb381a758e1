/** When an outlet is open and which business day it is, in its own time zone; answers are computed once a day and then looked up. */
import { DateTime } from 'luxon';
import type { Hours, Outlet, Span } from '../../../contract/outlets.ts';

/** From `fromMs` up to, not including, `toMs`. */
export interface Interval {
  fromMs: number;
  toMs: number;
}

type Timed = Pick<Outlet, 'hours' | 'timeZone' | 'dayStartsAt'>;

/** The instant the local clock shows `clock` on that day; in an hour that summer time skips, the instant it would have been. */
function instantOf(day: DateTime, clock: string): number {
  const [hour, minute] = [Number(clock.slice(0, 2)), Number(clock.slice(3))];
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}

function spansOf(hours: Hours, day: DateTime): readonly Span[] {
  const exception = hours.exceptions.find(({ date }) => date === day.toISODate());
  return exception?.spans ?? hours.weekly.filter(({ weekdays }) => weekdays.includes(day.weekday));
}

/** Every opening that begins on one of `days` local days from `first` on, in order, joined where they touch. */
export function openings({ hours }: Timed, first: DateTime, days: number): Interval[] {
  const found: Interval[] = [];
  for (let i = 0; i < days; i++) {
    const day = first.startOf('day').plus({ days: i });
    for (const { from, to } of spansOf(hours, day)) {
      const end = to > from ? day : day.plus({ days: 1 });
      found.push({ fromMs: instantOf(day, from), toMs: instantOf(end, to) });
    }
  }
  return joined(found);
}

function joined(intervals: Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a.fromMs - b.fromMs);
  const out: Interval[] = [];
  for (const one of sorted) {
    const last = out.at(-1);
    if (last && one.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, one.toMs);
    else out.push({ ...one });
  }
  return out;
}

/** Do the hours say open at this instant? */
export function openAt(outlet: Timed, at: Date): boolean {
  const first = DateTime.fromJSDate(at, { zone: outlet.timeZone }).minus({ days: 1 });
  return openings(outlet, first, 2).some(({ fromMs, toMs }) => fromMs <= at.getTime() && at.getTime() < toMs);
}

/** The business day (`2026-11-23`) an instant belongs to, and when that day begins and ends. */
export function businessDay({ timeZone, dayStartsAt }: Timed, at: Date): Interval & { day: string } {
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  const today = instantOf(local, dayStartsAt);
  const day = today <= at.getTime() ? local : local.minus({ days: 1 });
  return {
    day: day.toISODate() ?? '',
    fromMs: instantOf(day, dayStartsAt),
    toMs: instantOf(day.plus({ days: 1 }), dayStartsAt),
  };
}

export const businessDayOf = (outlet: Timed, at: Date): string => businessDay(outlet, at).day;

/** Days looked up ahead: most orders are for today, some for the days after. */
const daysAhead = 8;

/** The same answers from a table made once and again when it runs out: no calendar arithmetic per order. */
export function timetable(outlet: Timed) {
  let covered: Interval = { fromMs: 0, toMs: 0 };
  let open: Interval[] = [];
  /** Nearly every order is for the opening the one before was for. */
  let latest: Interval = { fromMs: 0, toMs: 0 };
  let today: Interval & { day: string } = { fromMs: 0, toMs: 0, day: '' };

  const cover = (atMs: number) => {
    const day = DateTime.fromMillis(atMs, { zone: outlet.timeZone }).startOf('day');
    covered = { fromMs: day.toMillis(), toMs: day.plus({ days: daysAhead }).toMillis() };
    open = openings(outlet, day.minus({ days: 1 }), daysAhead + 1);
  };
  return {
    openAt(atMs: number): boolean {
      if (atMs >= latest.fromMs && atMs < latest.toMs) return true;
      if (atMs < covered.fromMs || atMs >= covered.toMs) cover(atMs);
      const found = open.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
      if (found) latest = found;
      return found !== undefined;
    },
    day(at: Date): string {
      const atMs = at.getTime();
      if (atMs < today.fromMs || atMs >= today.toMs) today = businessDay(outlet, at);
      return today.day;
    },
  };
}
export type Timetable = ReturnType<typeof timetable>;
