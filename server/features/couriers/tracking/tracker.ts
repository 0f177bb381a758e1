/** Last positions in memory: at once for dispatch and the map, in the document only now and then. */
import type { Point } from '../../../contract/common.ts';
import type { Courier, PositionRefusal } from '../../../contract/couriers.ts';
import { judgePositions, maxSpeedMps, type Reading, type Sent, type Track } from '../rules.ts';

/** A place is never handed out without its instant. */
export interface LastPosition {
  point: Point;
  at: Date;
}
interface Heard extends Track {
  heardAt: Date;
  heardWallMs: number;
  savedAt: Date | null;
  savedWallMs: number;
  refused: number;
}
export interface TrackerSettings {
  /** A phone may send what it gathered offline this long ago. */
  maxAgeS: number;
  maxAheadS: number;
  maxAccuracyM: number;
  /** The document follows at most this often: business seconds, and wall milliseconds when business time runs fast. */
  writeEveryS: number;
  writeEveryWallMs: number;
}
export const trackerSettings: TrackerSettings = {
  maxAgeS: 3 * 3600,
  maxAheadS: 60,
  maxAccuracyM: 500,
  writeEveryS: 20,
  writeEveryWallMs: 3000,
};

interface Needs {
  settings: TrackerSettings;
  wallMs(): number;
  /** Told of whoever may be somewhere else now. */
  moved(courierId: string): void;
}

export function createTracker({ settings, wallMs, moved }: Needs) {
  const heard = new Map<string, Heard>();

  const of = (courier: Courier): Heard => {
    const known = heard.get(courier.id);
    if (known) return known;
    const last = courier.point && courier.pointAt ? { point: courier.point, at: courier.pointAt } : null;
    const first: Heard = {
      last,
      suspect: null,
      heardAt: courier.pointAt ?? courier.shift?.startedAt ?? new Date(0),
      heardWallMs: wallMs(),
      savedAt: courier.pointAt,
      savedWallMs: 0,
      refused: courier.refusedPositions,
    };
    heard.set(courier.id, first);
    return first;
  };
  const forget = (courierId: string) => {
    heard.delete(courierId);
    moved(courierId);
  };
  return {
    /** Takes a batch: what counts moves the courier in memory at once. */
    take(courier: Courier, batch: readonly Sent[], now: Date) {
      const state = of(courier);
      const notBefore = courier.shift?.startedAt;
      const limits = { now, notBefore, maxSpeedMps: maxSpeedMps(courier.profile.vehicle), ...settings };
      const { track, accepted, refusals } = judgePositions(state, batch, limits);
      state.last = track.last;
      state.suspect = track.suspect;
      state.refused += refusals.length;
      moved(courier.id);
      return { accepted: accepted as Reading[], refusals: refusals as { index: number; reason: PositionRefusal }[] };
    },
    /** Any sign of life. */
    hear(courier: Courier, now: Date) {
      const state = of(courier);
      state.heardAt = now;
      state.heardWallMs = wallMs();
    },
    /** Another process wrote a newer place or ended the shift: take it over. */
    follow(courier: Courier) {
      if (courier.status === 'off') return forget(courier.id);
      const state = heard.get(courier.id);
      if (!state || !courier.point || !courier.pointAt) return;
      if (state.last && state.last.at >= courier.pointAt) return;
      state.last = { point: courier.point, at: courier.pointAt };
      moved(courier.id);
      if (state.heardAt < courier.pointAt) Object.assign(state, { heardAt: courier.pointAt, heardWallMs: wallMs() });
    },
    /** What the document should say now, or null while it is new enough. */
    unsaved(courier: Courier, now: Date): { point: Point; pointAt: Date; refusedPositions: number } | null {
      const state = of(courier);
      if (!state.last || state.last.at.getTime() === state.savedAt?.getTime()) return null;
      if (state.savedAt && now.getTime() - state.savedAt.getTime() < settings.writeEveryS * 1000) return null;
      if (wallMs() - state.savedWallMs < settings.writeEveryWallMs) return null;
      return { point: state.last.point, pointAt: state.last.at, refusedPositions: state.refused };
    },
    saved(courier: Courier) {
      const state = of(courier);
      state.savedAt = courier.pointAt;
      state.savedWallMs = wallMs();
    },
    position: (courierId: string): LastPosition | null => heard.get(courierId)?.last ?? null,
    silence(courier: Courier, now: Date) {
      const state = of(courier);
      return {
        silentS: (now.getTime() - state.heardAt.getTime()) / 1000,
        silentWallMs: wallMs() - state.heardWallMs,
      };
    },
    /** A new shift begins: old readings prove nothing. */
    forget,
  };
}
export type Tracker = ReturnType<typeof createTracker>;
