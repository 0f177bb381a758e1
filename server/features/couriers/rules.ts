/** Pure rules of couriers: which positions to believe, who has fallen silent, what a courier may do next. */
import type { Point } from '../../contract/common.ts';
import type { Courier, CourierView, PositionRefusal, Vehicle } from '../../contract/couriers.ts';

export interface Reading {
  point: Point;
  at: Date;
}
export interface Sent extends Reading {
  accuracyM?: number | undefined;
}
/** What is believed about a courier's place, and readings that contradict it but may yet prove right. */
export interface Track {
  last: Reading | null;
  suspect: { reading: Reading; seen: number } | null;
}
export interface PositionLimits {
  now: Date;
  /** The shift's begin: where a courier was before it nobody may know. */
  notBefore?: Date | undefined;
  maxSpeedMps: number;
  maxAgeS: number;
  maxAheadS: number;
  maxAccuracyM: number;
}

const earthM = 6_371_000;
const rad = Math.PI / 180;
/** GPS stands still badly: this much is never a jump. */
const noiseM = 150;
/** So many readings that agree with each other outweigh the one that was believed before. */
const enoughToBelieve = 3;
const maxSpeed: Record<Vehicle, number> = { foot: 6, bicycle: 20, ebike: 28, motorbike: 42, car: 50 };

/** Metres between two places (straight line; within 0.1 % at a city's size). */
export function distanceM(a: Point, b: Point): number {
  const x = (b.lng - a.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return Math.sqrt(x * x + y * y) * earthM;
}

/** Faster than this, in metres a second, a vehicle was not moving but its phone was wrong. */
export const maxSpeedMps = (vehicle: Vehicle): number => maxSpeed[vehicle];

const reachable = (from: Reading, to: Reading, speedMps: number) =>
  distanceM(from.point, to.point) <= noiseM + speedMps * ((to.at.getTime() - from.at.getTime()) / 1000);

/** Goes through a batch in the order it was sent: the track after it, which readings count, which do not and why. */
export function judgePositions(track: Track, batch: readonly Sent[], limits: PositionLimits) {
  const accepted: Reading[] = [];
  const refusals: { index: number; reason: PositionRefusal }[] = [];
  let state = track;
  batch.forEach((reading, index) => {
    const judged = judgeOne(state, reading, limits);
    state = judged.track;
    if (judged.reason) refusals.push({ index, reason: judged.reason });
    else accepted.push({ point: reading.point, at: reading.at });
  });
  return { track: state, accepted, refusals };
}

function judgeOne(track: Track, sent: Sent, limits: PositionLimits): { track: Track; reason: PositionRefusal | null } {
  const reading = { point: sent.point, at: sent.at };
  const agoS = (limits.now.getTime() - sent.at.getTime()) / 1000;
  if (agoS < -limits.maxAheadS) return { track, reason: 'in_future' };
  if (agoS > limits.maxAgeS || isBeforeShift(sent.at, limits)) return { track, reason: 'too_old' };
  if ((sent.accuracyM ?? 0) > limits.maxAccuracyM) return { track, reason: 'too_vague' };
  if (!track.last) return { track: { last: reading, suspect: null }, reason: null };
  if (sent.at.getTime() <= track.last.at.getTime()) return { track, reason: 'out_of_order' };
  if (reachable(track.last, reading, limits.maxSpeedMps))
    return { track: { last: reading, suspect: null }, reason: null };
  return suspicious(track, reading, limits);
}

/** A phone's clock may be as far behind as it may be ahead. */
const isBeforeShift = (at: Date, { notBefore, maxAheadS }: PositionLimits) =>
  notBefore !== undefined && at.getTime() < notBefore.getTime() - maxAheadS * 1000;

function suspicious(track: Track, reading: Reading, { maxSpeedMps }: PositionLimits) {
  const { suspect } = track;
  const agrees =
    suspect !== null && reading.at > suspect.reading.at && reachable(suspect.reading, reading, maxSpeedMps);
  const seen = agrees ? suspect.seen + 1 : 1;
  if (seen >= enoughToBelieve) return { track: { last: reading, suspect: null }, reason: null };
  return { track: { last: track.last, suspect: { reading, seen } }, reason: 'impossible_jump' as const };
}

/** Silent: on duty, and heard of neither in business time nor (so that a fast demo is not blamed) in wall time. */
export const isSilent = (
  heard: { silentS: number; silentWallMs: number },
  limits: { afterS: number; afterWallMs: number },
): boolean => heard.silentS > limits.afterS && heard.silentWallMs > limits.afterWallMs;

/** When the clock must look at this courier again: the end of the break, else of the shift, while it lasts. */
export function wakeAt(
  { status, shift, breakUntil }: Pick<Courier, 'status' | 'shift' | 'breakUntil'>,
  overtimeS: number,
) {
  if (status !== 'on' || !shift) return null;
  const endAt = new Date(shift.plannedEndAt.getTime() + overtimeS * 1000);
  return breakUntil && breakUntil < endAt ? breakUntil : endAt;
}

/** What the courier may do now; screens draw these and nothing else. */
export function allowed(courier: Courier): CourierView['can'] {
  const trouble = courier.trouble ? (['resolve_trouble'] as const) : (['report_trouble'] as const);
  const pause = courier.breakUntil ? (['end_break'] as const) : (['start_break'] as const);
  if (courier.status === 'on') return ['end_shift', ...pause, ...trouble];
  const start = courier.profile.active ? (['start_shift'] as const) : [];
  return courier.status === 'leaving' ? [...start, ...trouble] : [...start];
}

/** True when new work may be given: on shift, not on a break, able to ride. */
export const mayTakeWork = ({
  status,
  trouble,
  breakUntil,
}: Pick<Courier, 'status' | 'trouble' | 'breakUntil'>): boolean => status === 'on' && !breakUntil && !trouble?.stuck;
