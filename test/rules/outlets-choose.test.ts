/** The choice of the outlet: who may never be chosen, why, and that the same question has the same answer. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseOutlet, weighNamed } from '../../server/features/outlets/rules/choose.ts';
import { isOpenAt, known } from '../../server/features/outlets/rules/known.ts';
import { sharesOf, stationsOf, timing } from '../../server/features/outlets/rules/timing.ts';
import type { Look } from '../../server/features/outlets/rules/weigh.ts';
import { distanceM, inZone } from '../../server/features/outlets/rules/zones.ts';
import { allWeek, anAsk, anOutlet, away, idle, noon, owing } from './outlets.kit.ts';

const windowMs = 1_800_000;
const at = (id: string, eastM: number, over = {}) => known(anOutlet({ id, point: away(eastM), ...over }), windowMs);
const looks = (boards: Record<string, { owedS?: Record<string, number>; missing?: string[] }>): Look =>
  owing(id => boards[id] ?? {});
const reasonOf = (choice: ReturnType<typeof chooseOutlet>, id: string) =>
  choice.candidates.find(({ outletId }) => outletId === id)?.rejected;

test('the nearest idle outlet cooks it', () => {
  const choice = chooseOutlet(anAsk(), [at('far', 2000), at('near', 500)], idle);
  expect(choice.best?.known.outlet.id).toBe('near');
  expect(choice.candidates.map(({ outletId }) => outletId)).toEqual(['near', 'far']);
});

test('a long queue next door loses to an idle kitchen farther away', () => {
  const stations = { wok: { parallel: 2 } };
  const outlets = [at('near', 500, { stations }), at('far', 2000, { stations })];
  const choice = chooseOutlet(anAsk(), outlets, looks({ near: { owedS: { wok: 2400 } } }));
  expect(choice.best?.known.outlet.id).toBe('far');
  expect(choice.candidates.find(({ outletId }) => outletId === 'near')).toMatchObject({ queueS: 1200, rejected: null });
});

test('the search goes on past busy neighbours until no other can be better', () => {
  const stations = { wok: { parallel: 1 } };
  const busy = ['a', 'b', 'c', 'd'].map((id, i) => at(id, 100 + i, { stations }));
  const owedS = { wok: 1400 };
  const look = looks({ a: { owedS }, b: { owedS }, c: { owedS }, d: { owedS } });
  const choice = chooseOutlet(anAsk(), [...busy, at('idle', 2000, { stations })], look);
  expect(choice.best?.known.outlet.id).toBe('idle');
});

test('each outlet that could not is kept with its reason', () => {
  const hours = { weekly: [{ weekdays: allWeek, from: '18:00', to: '22:00' }], exceptions: [] };
  const closingSoon = { weekly: [{ weekdays: allWeek, from: '08:00', to: '12:03' }], exceptions: [] };
  const choice = chooseOutlet(
    anAsk(),
    [
      at('evening', 100, { hours }),
      at('closing', 150, { hours: closingSoon }),
      at('shut', 200, { open: { isOpen: false, reason: 'the gas is off', until: null } }),
      at('small-zone', 300, { zones: [{ radiusM: 100 }] }),
      at('without-rice', 400),
      at('full', 500, { stations: { wok: { parallel: 1 } } }),
      at('free', 2500),
    ],
    looks({ 'without-rice': { missing: ['rice'] }, full: { owedS: { wok: 1600 } } }),
  );
  expect(choice.best?.known.outlet.id).toBe('free');
  expect(reasonOf(choice, 'evening')).toBe('closed');
  expect(reasonOf(choice, 'closing')).toBe('closes_before_ready');
  expect(reasonOf(choice, 'shut')).toBe('closed: the gas is off');
  expect(reasonOf(choice, 'small-zone')).toBe('out_of_zone');
  expect(reasonOf(choice, 'without-rice')).toBe('sold_out: rice');
  expect(reasonOf(choice, 'full')).toBe('kitchen_full');
});

test('nobody can: the reason is that of the one that came nearest to it', () => {
  const none = chooseOutlet(anAsk(), [at('a', 100, { zones: [] }), at('b', 200)], looks({ b: { missing: ['rice'] } }));
  expect(none).toMatchObject({ best: null, reason: 'sold_out: rice' });
  expect(chooseOutlet(anAsk(), [], idle)).toMatchObject({ best: null, reason: 'no_outlet', candidates: [] });
});

test('an order for the evening goes to an outlet that is open in the evening, not now', () => {
  const evening = at('evening', 900, {
    hours: { weekly: [{ weekdays: allWeek, from: '18:00', to: '22:00' }], exceptions: [] },
  });
  const lunch = at('lunch', 100, {
    hours: { weekly: [{ weekdays: allWeek, from: '10:00', to: '14:00' }], exceptions: [] },
  });
  const wantedMs = noon.getTime() + 7 * 3_600_000;
  const choice = chooseOutlet(anAsk({ wantedMs }), [evening, lunch], idle);
  expect(choice.best?.known.outlet.id).toBe('evening');
  expect(choice.best?.timing.promisedMs).toBe(wantedMs);
  expect(reasonOf(choice, 'lunch')).toBe('closed');
});

test('the outlet where a platform has sold it cooks it although something is short, but not when it is closed', () => {
  const short = looks({ here: { missing: ['rice'] } });
  expect(weighNamed(anAsk({ isOurRide: false }), at('here', 0), short).best?.known.outlet.id).toBe('here');
  const shut = at('here', 0, { open: { isOpen: false, reason: 'rats', until: null } });
  expect(weighNamed(anAsk({ isOurRide: false }), shut, idle)).toMatchObject({ best: null, reason: 'closed: rats' });
});

const house = fc.record({
  x: fc.integer({ min: -6000, max: 6000 }),
  radiusM: fc.integer({ min: 2000, max: 8000 }),
  opensAt: fc.integer({ min: 0, max: 23 }),
  hours: fc.integer({ min: 6, max: 23 }),
  isShut: fc.nat(9).map(n => n === 0),
  owedS: fc.integer({ min: 0, max: 4000 }),
  parallel: fc.integer({ min: 1, max: 3 }),
  lacks: fc.nat(9).map(n => n === 0),
});
const hh = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`;

test('never a closed, too far, sold-out or full outlet; the best score of those left; always the same; every other has its reason', () => {
  fc.assert(
    fc.property(fc.array(house, { maxLength: 25 }), fc.nat(1440), (houses, minute) => {
      const outlets = houses.map((one, i) =>
        at(`o${i}`, one.x, {
          zones: [{ radiusM: one.radiusM }],
          hours: {
            weekly: [{ weekdays: allWeek, from: hh(one.opensAt), to: hh(one.opensAt + one.hours) }],
            exceptions: [],
          },
          open: { isOpen: !one.isShut, reason: null, until: null },
          stations: { wok: { parallel: one.parallel } },
        }),
      );
      const boards = Object.fromEntries(
        houses.map((one, i) => [`o${i}`, { owedS: { wok: one.owedS }, missing: one.lacks ? ['rice'] : [] }]),
      );
      const ask = anAsk({ nowMs: noon.getTime() + minute * 60_000 });
      const choice = chooseOutlet(ask, outlets, looks(boards));
      expect(chooseOutlet(ask, [...outlets].reverse(), looks(boards))).toEqual(choice);
      const alone = outlets.map(one => chooseOutlet(ask, [one], looks(boards)));
      const able = alone.flatMap(({ best }) => (best ? [best] : []));
      const bestS = Math.min(...able.map(({ candidate }) => candidate.scoreS));
      expect(choice.best === null).toBe(able.length === 0);
      for (const { rejected } of choice.candidates) expect(rejected === null || rejected.length > 0).toBe(true);
      if (!choice.best) return;
      expect(choice.best.candidate.scoreS).toBe(bestS);
      const { outlet } = choice.best.known;
      const i = Number(outlet.id.slice(1));
      expect(inZone(outlet.zones, distanceM(outlet.point, ask.point!), ask.point!)).toBe(true);
      expect(isOpenAt(choice.best.known, ask.nowMs)).toBe(true);
      expect(houses[i]!.lacks).toBe(false);
      expect(houses[i]!.owedS + 300).toBeLessThanOrEqual(houses[i]!.parallel * 1800);
      expect(choice.candidates[0]!.outletId).toBe(outlet.id);
      expect(choice.candidates.length).toBeLessThanOrEqual(8);
    }),
    { numRuns: 200 },
  );
});

const lines = fc.array(
  fc.record({ station: fc.constantFrom('wok', 'grill', 'bar'), cookS: fc.integer({ min: 0, max: 1200 }) }),
  { minLength: 1 },
);

test('the promise is the sum of its parts, and every station is ready at the same instant, never begun before it is free', () => {
  fc.assert(
    fc.property(lines, fc.nat(3000), fc.nat(3 * 3600), fc.boolean(), (some, owed, wantedInS, isWanted) => {
      const stations = { wok: { parallel: 2 }, grill: { parallel: 1 } };
      const shares = sharesOf(some);
      const nowMs = noon.getTime();
      const wantedMs = isWanted ? nowMs + wantedInS * 1000 : null;
      const planned = timing({ shares, stations, waitS: { wok: owed / 2 }, roadS: 400, bufferS: 300, nowMs, wantedMs });
      const tickets = stationsOf(shares, stations, planned);
      const sumS = planned.queueS + planned.cookS + planned.roadS + planned.bufferS;
      expect(planned.startMs - planned.queueS * 1000 + sumS * 1000).toBe(planned.promisedMs);
      for (const { startAt, cookS } of tickets) {
        expect(startAt.getTime() + cookS * 1000).toBe(planned.readyMs);
        expect(startAt.getTime()).toBeGreaterThanOrEqual(nowMs);
      }
      const wok = tickets.find(({ station }) => station === 'wok');
      if (wok) expect(wok.startAt.getTime()).toBeGreaterThanOrEqual(nowMs + Math.ceil(owed / 2) * 1000);
      if (wantedMs !== null) expect(planned.promisedMs).toBeGreaterThanOrEqual(wantedMs);
    }),
  );
});
