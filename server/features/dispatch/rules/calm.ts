/** How calm a route is: which stops its courier had been shown were moved, taken away or put back by something new. */
import type { Route, Stop } from '../../../contract/routes.ts';
import { nextGroup } from './keep.ts';

export interface Changes {
  /** The next stop is another one although it has not disappeared. */
  next: number;
  /** Later stops that change places among each other. */
  moved: number;
  /** Later stops that are gone although their order is still to be ridden. */
  taken: number;
  /** New stops ahead of shown ones. */
  inserted: number;
}
type Seen = Pick<Route, 'stops'>;

/** `isOver`: the order needs no courier any more, or the stop was done; then its stop has simply disappeared. */
export function changesOf(before: Seen, after: Seen, isOver: (stop: Stop) => boolean): Changes {
  const now = new Map(after.stops.map((stop, at) => [nameOf(stop), at]));
  const isTaken = (stop: Stop) => !now.has(nameOf(stop)) && !isOver(stop);
  const stays = before.stops.filter(stop => now.has(nameOf(stop)));
  const halt = before.stops.slice(0, nextGroup(before.stops));
  const known = new Set(before.stops.map(nameOf));
  const lastShown = Math.max(-1, ...stays.map(stop => now.get(nameOf(stop))!));
  return {
    next: halt.some(isTaken) || isPutBack(before.stops[0], after) ? 1 : 0,
    moved: stays.length - longestKept(stays.map(stop => now.get(nameOf(stop))!)),
    taken: before.stops.slice(halt.length).filter(isTaken).length,
    inserted: after.stops.slice(0, lastShown + 1).filter(stop => !known.has(nameOf(stop))).length,
  };
}

const nameOf = ({ orderId, kind }: Stop) => `${kind} ${orderId}`;

/** The next stop is still there, but no longer next; other food of the same kitchen, taken in the same halt, is no other stop. */
function isPutBack(first: Stop | undefined, { stops }: Seen): boolean {
  const at = first ? stops.findIndex(stop => nameOf(stop) === nameOf(first)) : -1;
  return at >= nextGroup(stops);
}

/** The length of the longest part that still stands in its order. */
function longestKept(places: readonly number[]): number {
  const ends: number[] = [];
  for (const place of places) {
    const at = ends.findIndex(end => end >= place);
    if (at < 0) ends.push(place);
    else ends[at] = place;
  }
  return ends.length;
}
