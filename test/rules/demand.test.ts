/** Where orders are expected: learned from other days and from this one, never from what is yet to come. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  areaOf,
  blank,
  counted,
  latenessOf,
  type Placed,
  quarterBefore,
  ratesAt,
  slotOf,
} from '../../server/features/dispatch/demand/rules/demand.ts';
import { isOver, type Person, waiterOf } from '../../server/features/dispatch/demand/rules/hints.ts';
import { sendsOf, type Waiter } from '../../server/features/dispatch/demand/rules/waiting.ts';
import { positionSettings } from '../../server/features/dispatch/solver/day/position.ts';

const zone = 'Asia/Shanghai';
const monday = new Date('2026-03-02T00:00:00+08:00');
const at = (day: number, hour: number, minute = 0) =>
  new Date(monday.getTime() + ((day * 24 + hour) * 60 + minute) * 60_000);
const order = (placedAt: Date, area = 'east', leadMin = 15): Placed => ({
  ...{ area, placedAt, readyAt: new Date(placedAt.getTime() + leadMin * 60_000) },
});
const many = (count: number, from: Date, area = 'east') =>
  Array.from({ length: count }, (_, i) => order(new Date(from.getTime() + (i % 15) * 60_000), area));
const upTo = (orders: readonly Placed[], to: Date, from = monday) => counted(blank(from), orders, { to, zone });
const perHour = (known: ReturnType<typeof upTo>, now: Date, area = 'east', fresh: readonly Placed[] = []) =>
  60 * (ratesAt(known, fresh, { now, zone }).get(area) ?? 0);

test('a quarter of an hour belongs to its kind of day, by the clock of the region', () => {
  expect(slotOf(at(0, 12), zone)).toBe('weekday.48');
  expect(slotOf(at(5, 12, 29), zone)).toBe('weekend.49');
  expect(slotOf(new Date('2026-03-06T23:59:00Z'), zone)).toBe('weekend.31');
  expect(quarterBefore(at(0, 12, 14))).toEqual(at(0, 12));
});

test('what every weekday noon brings is expected at the next one, and not at the weekend', () => {
  const week = [0, 1, 2, 3, 4].flatMap(day => many(12, at(day, 12)));
  const known = upTo(week, at(7, 11, 45));
  expect(perHour(known, at(7, 12))).toBeGreaterThan(12);
  expect(perHour(known, at(7, 15))).toBeLessThan(4);
  const friday = upTo(week, at(5, 11, 45));
  expect(perHour(friday, at(5, 12))).toBeLessThan(perHour(known, at(7, 12)) / 3);
});

test('the first day is expected to go on as it began', () => {
  const today = [...many(10, at(0, 11)), ...many(10, at(0, 11, 15)), ...many(2, at(0, 11), 'west')];
  const known = upTo(today, at(0, 11, 30));
  expect(perHour(known, at(0, 11, 30))).toBeGreaterThan(20);
  expect(perHour(known, at(0, 11, 30))).toBeGreaterThan(4 * perHour(known, at(0, 11, 30), 'west'));
  const fresh = many(10, at(0, 11, 30), 'west');
  expect(perHour(known, at(0, 11, 44), 'west', fresh)).toBeGreaterThan(perHour(known, at(0, 11, 44), 'west'));
});

test('a busy day raises what is expected of all of it', () => {
  const days = [0, 1, 2, 3].flatMap(day => [
    ...many(15, at(day, 11)),
    ...many(15, at(day, 11, 15)),
    ...many(15, at(day, 12)),
  ]);
  const usual = upTo([...days, ...many(15, at(4, 11)), ...many(15, at(4, 11, 15))], at(4, 11, 30));
  const busy = upTo([...days, ...many(45, at(4, 11)), ...many(45, at(4, 11, 15))], at(4, 11, 30));
  expect(perHour(busy, at(4, 11, 50))).toBeGreaterThan(1.5 * perHour(usual, at(4, 11, 50)));
});

test('an area that nobody orders from any more is forgotten', () => {
  const known = upTo(
    [...many(3, at(0, 12), 'gone'), ...Array.from({ length: 60 }, (_, day) => many(9, at(day, 12))).flat()],
    at(60, 12),
  );
  expect(JSON.stringify(known)).not.toContain('gone');
});

const orders = fc.array(
  fc.record({ min: fc.nat(6 * 60 - 1), area: fc.constantFrom('east', 'west', 'north'), lead: fc.nat(40) }),
  { maxLength: 120 },
);
const asPlaced = (list: readonly { min: number; area: string; lead: number }[]) =>
  list.map(({ min, area, lead }) => order(at(0, 9, min), area, lead));

test('counting in one go or quarter by quarter is the same, in whatever order the store tells', () => {
  fc.assert(
    fc.property(orders, fc.nat(24), (list, cut) => {
      const placed = asPlaced(list);
      const [half, end] = [at(0, 9, 15 * cut), at(0, 15)];
      const steps = counted(upTo(placed, half), [...placed].reverse(), { to: end, zone });
      expect(steps.slots).toEqual(upTo(placed, end).slots);
      expect(steps.recent).toEqual(upTo(placed, end).recent);
      // A quarter that has been counted is not counted again.
      expect(counted(steps, placed, { to: end, zone })).toBe(steps);
    }),
    { numRuns: 60 },
  );
});

/** Sixty orders an hour from ten to ten, and nobody before or after; what is expected at these hours of a later day. */
function expectedOf(days: number, hours: readonly number[]): number[] {
  const isOpen = (min: number) => min % 1440 >= 60 && min % 1440 < 13 * 60;
  const all = Array.from({ length: (days + 1) * 1440 }, (_, min) => min)
    .filter(isOpen)
    .map(min => ({ area: 'east', placedAt: at(0, 9, min), readyAt: at(0, 9, min + 15) }));
  return hours.map(hour => {
    const now = at(days, hour);
    const until = all.filter(({ placedAt }) => placedAt <= now);
    const rate = ratesAt(upTo(until, quarterBefore(now), at(0, 9)), until, { now, zone }).get('east') ?? 0;
    return Math.round(rate * 60);
  });
}

test('before a shop opens as much is expected as comes when it opens, and none once it closes', () => {
  const hours = [9, 9.75, 10, 12, 18, 21.5, 21.75, 21.875, 22, 23];
  for (const days of [2, 4]) {
    const [early, before, opening, noonish, evening, half, quarter, nearly, closed, night] = expectedOf(days, hours);
    expect([early, before, opening, half, quarter, nearly, closed, night]).toEqual([0, 30, 60, 60, 30, 15, 0, 0]);
    for (const rate of [noonish!, evening!]) expect(Math.abs(rate - 60)).toBeLessThanOrEqual(4);
  }
  // On its first day nobody knows when it will close.
  expect(expectedOf(0, [18])[0]).toBeGreaterThan(55);
});

const spots = ['east', 'west', 'north'].map((area, i) => ({
  area,
  point: { lng: 121.4 + 0.03 * i, lat: 31.2 + 0.02 * i },
}));
const waiters: Waiter[] = [0, 1, 2, 3].map(i => ({
  ...{ id: `c${i}`, point: { lng: 121.4 + 0.01 * i, lat: 31.21 }, freeAt: monday, endAt: at(0, 20), mayMove: true },
}));
const travel = { speedMPerMin: 300, detour: 1.3, collectS: 120, deliverS: 150 };
const decided = (all: readonly Placed[], now: Date) => {
  const known = upTo(all, quarterBefore(now), at(0, 9));
  const rates = ratesAt(known, all, { now, zone });
  const places = spots.map(({ area, point }) => ({ point, rate: rates.get(area) ?? 0 }));
  return sendsOf(waiters, places, { now, travel, lateness: latenessOf(known, all, now), settings: positionSettings });
};

test('whatever comes later changes nothing that was decided before', () => {
  let moved = 0;
  fc.assert(
    fc.property(orders, orders, fc.integer({ min: 15, max: 345 }), (list, other, min) => {
      const now = at(0, 9, min);
      const past = asPlaced(list).filter(({ placedAt }) => placedAt <= now);
      const later = [list, other].map(one => asPlaced(one).filter(({ placedAt }) => placedAt > now));
      const [first, second] = later.map(future => decided([...past, ...future], now));
      moved += first!.length;
      expect(second).toEqual(first);
      expect(decided([...later[0]!].reverse().concat(past), now)).toEqual(first);
    }),
    { numRuns: 150 },
  );
  expect(moved).toBeGreaterThan(20);
});

test('an idle courier is sent where orders are expected and nobody is, and nowhere for nothing', () => {
  const busy = [
    { point: { lng: 121.4, lat: 31.2 }, rate: 0.02 },
    { point: { lng: 121.42, lat: 31.2 }, rate: 0.5 },
  ];
  const here = { point: busy[0]!.point, freeAt: monday, endAt: at(0, 20) };
  const lateness = Float64Array.from({ length: 121 }, (_, away) => Math.max(0, away - 3));
  const situation = { now: at(0, 12), travel, lateness, settings: positionSettings };
  const people: Waiter[] = ['a', 'b', 'c', 'd', 'e', 'f'].map(id => ({ ...here, id, mayMove: id === 'c' }));
  expect(sendsOf(people, busy, situation)).toEqual([{ courierId: 'c', spot: 1 }]);
  expect(sendsOf(people, busy, { ...situation, settings: { ...positionSettings, moves: 0 } })).toEqual([]);
  for (const collectS of [0, 45, 90, 100, 150, 300])
    expect(sendsOf(people, busy, { ...situation, travel: { ...travel, collectS } })).toHaveLength(1);
  const quiet = busy.map(it => ({ ...it, rate: 0 }));
  expect(sendsOf(people, quiet, situation)).toEqual([]);
  const there = people.map(it => (it.id === 'c' ? { ...it, point: busy[1]!.point } : it));
  expect(sendsOf(there, busy, situation)).toEqual([]);
  const leaving = people.map(it => ({ ...it, endAt: at(0, 12, 15) }));
  expect(sendsOf(leaving, busy, situation)).toEqual([]);
});

const hint = {
  ...{ outletId: 'east', name: 'East', point: { lng: 121.44, lat: 31.2 }, reason: 'orders', at: at(0, 12) },
  answer: null,
};
const person = (over: Partial<Person> = {}): Person => ({
  ...{ id: 'a', position: { point: { lng: 121.4, lat: 31.2 }, at: at(0, 12) }, endAt: at(0, 20) },
  ...{ route: { stops: [], hint, lock: null }, ...over },
});

test('who was asked counts as being on the way for a while, who said no stays where they are and is left in peace', () => {
  const asked = waiterOf(person(), at(0, 12, 1), travel)!;
  expect(asked).toMatchObject({ point: hint.point, mayMove: false });
  expect(asked.freeAt.getTime()).toBeGreaterThan(at(0, 12, 10).getTime());
  const here = { point: { lng: 121.4, lat: 31.2 }, mayMove: false };
  expect(waiterOf(person(), at(0, 12, 6), travel)).toMatchObject(here);
  const said = (answer: 'accepted' | 'refused') =>
    person({ route: { stops: [], hint: { ...hint, answer }, lock: null } });
  expect(waiterOf(said('accepted'), at(0, 12, 6), travel)).toMatchObject({ point: hint.point });
  expect(waiterOf(said('refused'), at(0, 12, 1), travel)).toMatchObject(here);
  const later = { position: { ...here, at: at(0, 12, 21) } };
  expect(waiterOf({ ...said('refused'), ...later }, at(0, 12, 21), travel)).toMatchObject({ ...here, mayMove: true });
});

test('nobody is sent on an old position, or near the end of the shift', () => {
  const free = { route: null };
  expect(waiterOf(person(free), at(0, 12, 1), travel)).toMatchObject({ mayMove: true });
  expect(waiterOf(person(free), at(0, 12, 6), travel)).toMatchObject({ mayMove: false });
  expect(waiterOf(person({ ...free, endAt: at(0, 12, 20) }), at(0, 12, 1), travel)).toMatchObject({ mayMove: false });
  expect(waiterOf(person({ ...free, position: null }), at(0, 12, 1), travel)).toBeNull();
});

test('a hint is over when the courier is there, has work, or it has grown old', () => {
  expect(isOver(hint, person(), at(0, 12, 10))).toBe(false);
  expect(isOver(hint, person(), at(0, 12, 21))).toBe(true);
  expect(isOver(hint, person({ position: { point: { lng: 121.4401, lat: 31.2 }, at: at(0, 12) } }), at(0, 12, 1))).toBe(
    true,
  );
  const work = { orderId: 'o' } as NonNullable<Person['route']>['stops'][number];
  expect(isOver(hint, person({ route: { stops: [work], hint, lock: null } }), at(0, 12, 1))).toBe(true);
});

test('kitchens of one neighbourhood are one area', () => {
  expect(areaOf({ lng: 121.471, lat: 31.231 })).toBe(areaOf({ lng: 121.479, lat: 31.239 }));
  expect(areaOf({ lng: 121.471, lat: 31.231 })).not.toBe(areaOf({ lng: 121.481, lat: 31.231 }));
});
