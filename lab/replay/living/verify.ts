/** Checks a lived day from its times alone: nobody took food before it was there, was in two places, or rode faster than the road. */
import type { Point } from '../../../server/contract/common.ts';
import { leaving, straightS, type Travel } from '../../../server/features/dispatch/rules/travel.ts';
import type { Played } from '../simulate.ts';
import { type LivingOrder, minuteOf, type Town } from './town.ts';

interface Event {
  atMin: number;
  place: Point;
  /** Minutes at the place before food changes hands, at least. */
  serviceMin: number;
  what: string;
}
const roundingMin = 1e-6;

/** Every broken rule in a sentence; empty: the day was lived fairly. */
export function brokenLife({ travel, orders, couriers }: Town, played: Played): string[] {
  const done = orders.filter(({ no }) => !Number.isNaN(played.deliveredMin[no]));
  const wrong = done.filter(({ no, readyAt }) => played.pickedUpMin[no]! < minuteOf(readyAt) - roundingMin);
  const ways = couriers.flatMap(({ id, shift, point }, carrier) => {
    const mine = done.filter(({ no }) => played.carrier[no] === carrier);
    const lastMin = minuteOf(shift!.plannedEndAt) + leaving(travel) / 60 + roundingMin;
    const late = mine.filter(({ no }) => played.pickedUpMin[no]! > lastMin);
    const start = { atMin: minuteOf(shift!.startedAt), place: point!, serviceMin: 0, what: 'the shift' };
    const events = mine.flatMap(order => eventsOf(order, travel, played));
    events.sort((a, b) => a.atMin - b.atMin);
    return [
      ...late.map(order => `${order.id} is collected after the shift of ${id}`),
      ...tooFast([start, ...events], travel).map(what => `${id}: ${what}`),
    ];
  });
  return [...wrong.map(({ id }) => `${id} is collected before it is ready`), ...ways];
}

function eventsOf({ id, no, outlet, dropOff }: LivingOrder, travel: Travel, played: Played): Event[] {
  const serviceMin = travel.deliverS / 60;
  return [
    { atMin: played.pickedUpMin[no]!, place: outlet.point, serviceMin: leaving(travel) / 60, what: `collects ${id}` },
    { atMin: played.deliveredMin[no]!, place: dropOff, serviceMin, what: `delivers ${id}` },
  ];
}

function tooFast(events: readonly Event[], travel: Travel): string[] {
  return events.slice(1).flatMap((event, i) => {
    const before = events[i]!;
    const isThere = before.place.lng === event.place.lng && before.place.lat === event.place.lat;
    const leastMin = isThere ? 0 : straightS(before.place, event.place, travel) / 60 + event.serviceMin;
    return event.atMin - before.atMin < leastMin - 1e-3 ? [`${event.what} too soon after it ${before.what}`] : [];
  });
}
