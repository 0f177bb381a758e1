/** An outlet with everything that is the same for every order looked up once: limits, timetable, box of its zones. */
import type { Outlet } from '../../../contract/outlets.ts';
import { type Timetable, timetable } from './hours.ts';
import { type Box, boxOf } from './zones.ts';

export interface Known {
  outlet: Outlet;
  table: Timetable;
  box: Box | null;
  /** Seconds each limited station may owe within the window. */
  limitS: Readonly<Record<string, number>>;
}

/** `windowMs`: orders cooked within this time of each other share the kitchen. */
export const known = (outlet: Outlet, windowMs: number): Known => ({
  outlet,
  table: timetable(outlet),
  box: boxOf(outlet.zones, outlet.point),
  limitS: Object.fromEntries(
    Object.entries(outlet.stations).map(([station, { parallel }]) => [station, (parallel * windowMs) / 1000]),
  ),
});

/** Closed by hand at that instant, whatever the hours say? */
export const isShut = ({ open }: Pick<Outlet, 'open'>, atMs: number): boolean =>
  !open.isOpen && (open.until === null || open.until.getTime() > atMs);

/** Open by hours and not closed by hand. */
export const isOpenAt = ({ outlet, table }: Known, atMs: number): boolean =>
  !isShut(outlet, atMs) && table.openAt(atMs);
