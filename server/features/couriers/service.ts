/** Use cases of couriers: profiles, shifts and trouble; every change is one compare-and-set. */
import { type Actor, type Point, system } from '../../contract/common.ts';
import type { Courier, CourierProfile } from '../../contract/couriers.ts';
import { begin, change, type Seen, type Step } from '../../infra/aggregate.ts';
import type { Clock } from '../../infra/clock.ts';
import { Fault } from '../../infra/faults.ts';
import * as rules from './rules.ts';
import { createBreaks } from './shifts/breaks.ts';
import { createTroubles } from './shifts/trouble.ts';
import type { CourierStore } from './store.ts';
import type { Positions } from './tracking/positions.ts';
import type { Roster } from './tracking/roster.ts';

/** A courier may ride on this long after the planned end before the clock lets them go. */
export const overtimeS = 10 * 60;
const longestShiftMs = 16 * 3_600_000;

interface Needs {
  store: CourierStore;
  roster: Roster;
  positions: Positions;
  clock: Clock;
}

/** Everything about couriers except where they are. */
export function createCouriers({ store, roster, positions, clock }: Needs) {
  const edit = async (id: string, actor: Actor, decide: (courier: Courier) => Step<Courier>, seen: Seen = null) => {
    const changed = await change(store.docs, id, {
      decide: courier => {
        const step = decide(courier);
        if (!step) return null;
        const next = { ...courier, ...step.set };
        return { ...step, set: { ...step.set, wakeAt: rules.wakeAt(next, overtimeS) } };
      },
      stamp: { at: clock.now(), actor },
      seen,
    });
    roster.put(changed);
    return changed;
  };

  const create = async (id: string, profile: CourierProfile, actor: Actor) => {
    const courier = blank(id, profile);
    courier.log = begin([{ name: 'courier.created', data: {} }], { at: clock.now(), actor });
    const { inserted } = await store.insert(courier);
    if (!inserted) throw new Fault('conflict', `There is a courier ${id} already`, { courierId: id });
    return courier;
  };
  /** Whoever is no longer active takes nothing new from this very write on. */
  const revise = (id: string, profile: Partial<CourierProfile>, actor: Actor, seen: Seen = null) => {
    const decide = (courier: Courier): Step<Courier> => {
      const next = { ...courier.profile, ...profile };
      const leaves = next.active ? null : leaving(courier, 'not_active');
      return {
        set: { profile: next, region: next.region, ...leaves?.set },
        facts: [{ name: 'courier.changed', data: {} }, ...(leaves?.facts ?? [])],
      };
    };
    return edit(id, actor, decide, seen);
  };

  /** Begins a shift, or takes a leaving courier back; already on shift: nothing changes. */
  const startShift = async (id: string, { plannedEndAt, point, actor }: ShiftStart) => {
    const now = clock.now();
    const longest = new Date(now.getTime() + longestShiftMs);
    const endAt = plannedEndAt > longest ? longest : plannedEndAt;
    if (endAt <= now) throw new Fault('invalid', 'A shift must end after it begins', { plannedEndAt });
    const started = await edit(id, actor, courier => {
      if (!courier.profile.active)
        throw new Fault('conflict', 'This courier is not active', { status: courier.status });
      if (courier.status === 'on') return null;
      const set = courier.status === 'leaving' ? takenBack(courier, endAt) : shiftBegun({ now, endAt, point });
      return { set, facts: [{ name: 'courier.shift_started', data: {} }] };
    });
    const begins = started.shift?.startedAt.getTime() === now.getTime();
    if (begins) positions.begin(started, point ? { point, at: now } : null);
    // In the middle of a shift a place is a reading like any other: it is judged, so that nobody jumps by saying it again.
    else if (point) await positions.take(id, [{ point, at: now }]);
    else positions.hear(started);
    return started;
  };

  /** Takes nothing new from now on; whoever plans sets `off` as soon as the box is empty. */
  const endShift = (id: string, actor: Actor, reason = 'asked') => edit(id, actor, courier => leaving(courier, reason));
  /** The box is empty: a leaving courier is off. */
  const goOff = async (id: string) => {
    const gone = await edit(id, system, courier =>
      courier.status === 'leaving'
        ? {
            set: {
              status: 'off',
              presence: 'unknown',
              shift: courier.shift && { ...courier.shift, endedAt: clock.now() },
              point: null,
              pointAt: null,
              trouble: null,
            },
            facts: [{ name: 'courier.shift_ended', data: {} }],
          }
        : null,
    );
    if (gone.status === 'off') positions.end(id);
    return gone;
  };

  const breaks = createBreaks(edit, clock);
  /** The clock's part: breaks that are over, shifts whose planned end and overtime have passed. */
  const endDue = async () => {
    for (const { id, breakUntil } of await store.due(clock.now()))
      if (breakUntil) await breaks.endBreak(id, system);
      else await endShift(id, system, 'planned_end');
  };
  const get = async (id: string) => {
    const courier = await store.get(id);
    if (!courier) throw new Fault('not_found', `There is no courier ${id}`, { courierId: id });
    return courier;
  };
  return {
    ...{ get, create, revise, startShift, endShift, goOff, endDue },
    ...breaks,
    ...createTroubles(edit, clock),
    /** Null: there is none. */
    find: store.get,
    inRegion: store.inRegion,
  };
}

interface ShiftStart {
  plannedEndAt: Date;
  point?: Point | undefined;
  actor: Actor;
}

const leaving = ({ status }: Courier, reason: string): Step<Courier> =>
  status === 'on'
    ? { set: { status: 'leaving', breakUntil: null }, facts: [{ name: 'courier.shift_ending', data: { reason } }] }
    : null;

/** The same shift goes on, with its place and what was refused of it. */
const takenBack = ({ shift }: Courier, plannedEndAt: Date): Partial<Courier> => ({
  status: 'on',
  shift: shift && { ...shift, plannedEndAt },
  trouble: null,
});

const shiftBegun = ({ now, endAt, point }: { now: Date; endAt: Date; point: Point | undefined }): Partial<Courier> => ({
  status: 'on',
  shift: { startedAt: now, plannedEndAt: endAt, endedAt: null },
  presence: 'live',
  trouble: null,
  breakUntil: null,
  refusedPositions: 0,
  ...(point ? { point, pointAt: now } : {}),
});

const blank = (id: string, profile: CourierProfile): Courier => ({
  id,
  version: 1,
  region: profile.region,
  profile,
  status: 'off',
  shift: null,
  point: null,
  pointAt: null,
  presence: 'unknown',
  trouble: null,
  refusedPositions: 0,
  wakeAt: null,
  log: [],
});

export type CourierService = ReturnType<typeof createCouriers>;
