/** What a hint is worth over time: followed, left unanswered, refused, come true or grown old. */
import type { Point } from '../../../../contract/common.ts';
import type { Hint, Route } from '../../../../contract/routes.ts';
import { distanceM, rideS, type Travel } from '../../rules/travel.ts';
import type { Waiter } from './waiting.ts';

/** A hint stands this long, answered or not; who refused it is left in peace as long. */
export const standsS = 20 * 60;
/** Unanswered this long, nobody counts on it. */
const answerS = 5 * 60;
const thereM = 200;
/** Nobody is sent anywhere this near the end of a shift. */
const lastS = 20 * 60;
/** A place that old proves nothing. */
const staleS = 5 * 60;

export interface Person {
  id: string;
  position: { point: Point; at: Date } | null;
  endAt: Date;
  route: Pick<Route, 'stops' | 'hint' | 'lock'> | null;
}
const ageS = (at: Date, now: Date) => (now.getTime() - at.getTime()) / 1000;

/** Not grown old: whoever is asked, and whatever the clock's part has not ended yet. */
export const stands = ({ at }: Pick<Hint, 'at'>, now: Date): boolean => ageS(at, now) <= standsS;

/** True when the hint says nothing any more: there is work, the courier is there, or it is old. */
export const isOver = (hint: Hint, { route, position }: Pick<Person, 'route' | 'position'>, now: Date): boolean =>
  (route?.stops.length ?? 0) > 0 ||
  !stands(hint, now) ||
  (hint.answer !== 'refused' && position !== null && distanceM(position.point, hint.point) < thereM);

/** How this courier counts for what is expected; null: nobody knows where. */
export function waiterOf(person: Person, now: Date, travel: Travel): Waiter | null {
  const { id, position, endAt, route } = person;
  const last = route?.stops.at(-1);
  if (last) return { id, point: last.point, freeAt: last.etaAt, endAt, mayMove: false };
  if (!position) return null;
  const stands = { id, point: position.point, freeAt: now, endAt };
  const hint = route?.hint && !isOver(route.hint, person, now) ? route.hint : null;
  const isRested = ageS(position.at, now) <= staleS && (endAt.getTime() - now.getTime()) / 1000 > lastS;
  if (!hint) return { ...stands, mayMove: isRested && !route?.lock };
  const isFollowed = hint.answer === 'accepted' || (hint.answer === null && ageS(hint.at, now) <= answerS);
  if (!isFollowed) return { ...stands, mayMove: false };
  const freeAt = new Date(now.getTime() + rideS(position.point, hint.point, travel) * 1000);
  return { id, point: hint.point, freeAt, endAt, mayMove: false };
}
