/** One outlet for one order: its score to the second, the instant its board is read for, and every reason it cannot. */
import { expect, test } from '@jest/globals';
import type { Outlet } from '../../server/contract/outlets.ts';
import { weighNamed } from '../../server/features/outlets/rules/choose.ts';
import { known } from '../../server/features/outlets/rules/known.ts';
import { type Asked, longestOf, outOfReach, type Seen, weigh } from '../../server/features/outlets/rules/weigh.ts';
import { allWeek, anAsk, anOutlet, away, centre, noon, owing } from './outlets.kit.ts';

const nowMs = noon.getTime();
const one = (over: Partial<Outlet> = {}) => known(anOutlet({ stations: { wok: { parallel: 1 } }, ...over }), 1_800_000);
const until = (to: string) => ({ weekly: [{ weekdays: allWeek, from: '08:00', to }], exceptions: [] });
const ask = (over: Partial<Asked>, seen: Pick<Partial<Seen>, 'owedS' | 'missing'> = {}, outlet: Partial<Outlet> = {}) =>
  weigh(
    anAsk(over),
    { one: one(outlet), roadS: 400 },
    owing(() => seen),
  );
const whyNot = (...given: Parameters<typeof ask>) => ask(...given).candidate.rejected;
const share = (station: string, sumS: number, longestS = sumS) => ({ station, sumS, longestS });
/** The instant for which the board is read. */
const readFor = (over: Partial<Asked>) => {
  const read: [string, number][] = [];
  weigh(anAsk(over), { one: one(), roadS: 400 }, (id, atMs) => {
    read.push([id, (atMs - nowMs) / 1000]);
    return { owedS: {}, waitS: {}, missing: [] };
  });
  return read;
};

test('the score is road, queue and cooking, and the square of how full the kitchen would be', () => {
  // Half full with it: a quarter of ten minutes.
  expect(ask({}, { owedS: { wok: 600 } }).candidate).toEqual({
    outletId: 'north',
    roadS: 400,
    queueS: 600,
    cookS: 300,
    scoreS: 1450,
    rejected: null,
  });
});

test('a station without a limit makes no kitchen full', () => {
  const shares = [share('bar', 300)];
  expect(ask({ shares }, { owedS: { bar: 99_000 } }).candidate).toMatchObject({ scoreS: 700, rejected: null });
});

test('the fullest of several stations counts, not the last', () => {
  const stations = { wok: { parallel: 1 }, grill: { parallel: 1 } };
  const shares = [share('wok', 900), share('grill', 90)];
  expect(ask({ shares }, {}, { stations }).candidate.scoreS).toBe(400 + 900 + 150);
});

test('a kitchen may be full to its limit, and not a second more', () => {
  expect(whyNot({}, { owedS: { wok: 1500 } })).toBeNull();
  expect(whyNot({}, { owedS: { wok: 1501 } })).toBe('kitchen_full');
});

test('a basket larger than the limit is cooked where nothing else is owed, and scores as a full kitchen', () => {
  const large = { shares: [share('wok', 2400)] };
  expect(ask(large).candidate).toMatchObject({ scoreS: 400 + 2400 + 600, rejected: null });
  expect(whyNot(large, { owedS: { pot: 900 } })).toBeNull();
  expect(whyNot(large, { owedS: { wok: 1 } })).toBe('kitchen_full');
});

test('a kitchen may close the moment the meal is ready, and not a second before', () => {
  expect(whyNot({}, {}, { hours: until('12:05') })).toBeNull();
  expect(whyNot({ shares: [share('wok', 301)] }, {}, { hours: until('12:05') })).toBe('closes_before_ready');
  expect(whyNot({}, {}, { hours: until('12:00') })).toBe('closed');
});

test('who fetches a meal or eats it there finds the outlet open when it is promised; a courier may ride after closing', () => {
  const fetched = { isDelivery: false, isOurRide: false, point: null };
  // Cooked in five minutes and packed in five more.
  expect(whyNot(fetched, {}, { hours: until('12:10') })).toBeNull();
  expect(whyNot(fetched, {}, { hours: until('12:09') })).toBe('closes_before_ready');
  expect(whyNot({}, {}, { hours: until('12:09') })).toBeNull();
  const atSeven = { wantedMs: nowMs + 7 * 3_600_000 };
  expect(whyNot({ ...fetched, ...atSeven }, {}, { hours: until('19:00') })).toBeNull();
  expect(whyNot({ ...fetched, ...atSeven }, {}, { hours: until('18:59') })).toBe('closes_before_ready');
});

test('closed by hand is told with its reason, or as by hand; opened again in time it is not told', () => {
  const shut = (reason: string | null, at: Date | null = null) => ({ open: { isOpen: false, reason, until: at } });
  expect(whyNot({}, {}, shut('no gas'))).toBe('closed: no gas');
  expect(whyNot({}, {}, shut(null))).toBe('closed: by hand');
  expect(whyNot({}, {}, shut(null, noon))).toBeNull();
});

test('everything that is missing is named', () => {
  expect(whyNot({}, { missing: ['rice', 'duck'] })).toBe('sold_out: rice, duck');
});

test('closing comes before what is missing, and what is missing before a full kitchen', () => {
  const short = { missing: ['rice'], owedS: { wok: 9000 } };
  expect(whyNot({}, short, { hours: until('12:01') })).toBe('closes_before_ready');
  expect(whyNot({}, short)).toBe('sold_out: rice');
});

test('nobody rides for a meal that is fetched, but the way still counts in the score', () => {
  const { candidate, timing } = ask({ isDelivery: false });
  expect(timing).toMatchObject({ roadS: 0, bufferS: 300, promisedMs: nowMs + 600_000 });
  expect(candidate).toMatchObject({ roadS: 400, scoreS: 717 });
});

test('the board is read for now, or for when the kitchen begins for the time it is wanted', () => {
  const shares = [share('bar', 120), share('wok', 600, 300), share('grill', 60)];
  const inHours = (hours: number) => ({ shares, wantedMs: nowMs + hours * 3_600_000 });
  expect(readFor({ shares })).toEqual([['north', 0]]);
  // Three hours less road 400 s, packing 300 s and the longest dish 300 s.
  expect(readFor(inHours(3))).toEqual([['north', 10_800 - 1000]]);
  expect(readFor({ ...inHours(3), isDelivery: false })).toEqual([['north', 10_800 - 600]]);
  expect(readFor(inHours(0.1))).toEqual([['north', 0]]);
  expect(readFor(inHours(-1))).toEqual([['north', 0]]);
});

test("the longest dish of a basket is the longest of any station's, and none of an empty one", () => {
  expect(longestOf([share('bar', 120), share('wok', 900, 300), share('grill', 60)])).toBe(300);
  expect(longestOf([])).toBe(0);
});

const ring = [
  { lng: 10, lat: 10 },
  { lng: 11, lat: 10 },
  { lng: 11, lat: 11 },
];
const elsewhere = one({ zones: [{ polygon: ring }] });

test('zones count only where our own couriers ride to a door', () => {
  expect(outOfReach(anAsk(), elsewhere, 0)).toBe('out_of_zone');
  expect(outOfReach(anAsk({ point: { lng: 10.9, lat: 10.1 } }), elsewhere, 0)).toBeNull();
  expect(outOfReach(anAsk({ isOurRide: false }), elsewhere, 0)).toBeNull();
  expect(outOfReach(anAsk({ point: null }), elsewhere, 0)).toBeNull();
});

test('whoever has refused it is not asked again and keeps its reason; the others are', () => {
  const refused = new Map([['north', 'refused: rice']]);
  expect(outOfReach(anAsk({ refused }), one(), 0)).toBe('refused: rice');
  expect(outOfReach(anAsk({ refused }), elsewhere, 0)).toBe('refused: rice');
  expect(outOfReach(anAsk({ refused }), one({ id: 'south' }), 0)).toBeNull();
  expect(outOfReach(anAsk({ refused, point: centre }), one({ id: 'south' }), 3001)).toBe('out_of_zone');
});

const named = (
  over: Partial<Outlet> = {},
  asked: Partial<Asked> = {},
  seen: Pick<Partial<Seen>, 'owedS' | 'missing'> = {},
) =>
  weighNamed(
    anAsk(asked),
    one(over),
    owing(() => seen),
  );

test('a named outlet that has everything is told as named; its road counts where there is a door', () => {
  const point = away(1000);
  const candidate = { outletId: 'north', roadS: 330, queueS: 0, cookS: 300, scoreS: 647, rejected: null };
  expect(named({ point })).toMatchObject({ reason: 'named', candidates: [candidate], best: { candidate } });
  expect(named({ point }, { point: null }).candidates[0]?.roadS).toBe(0);
});

test('a named outlet cooks although it is short, full or closing, and the reason says so', () => {
  const short = [
    named({}, {}, { missing: ['rice'] }),
    named({}, {}, { owedS: { wok: 1501 } }),
    named({ hours: until('12:01') }),
  ];
  expect(short.map(({ reason }) => reason)).toEqual(['sold_out: rice', 'kitchen_full', 'closes_before_ready']);
  for (const { best, reason, candidates } of short) {
    expect(best?.known.outlet.id).toBe('north');
    expect(candidates).toMatchObject([{ rejected: reason }]);
  }
});

test('a named outlet that is closed or too far does not cook it, whatever its closing is called', () => {
  const rejected = 'closed: kitchen_full of smoke';
  const shut = named({ open: { isOpen: false, reason: 'kitchen_full of smoke', until: null } });
  expect(shut).toMatchObject({ best: null, reason: rejected, candidates: [{ outletId: 'north', rejected }] });
  const none = { outletId: 'north', roadS: 330, queueS: 0, cookS: 0, scoreS: 0, rejected: 'out_of_zone' };
  expect(named({ point: away(1000), zones: [] })).toEqual({ best: null, reason: 'out_of_zone', candidates: [none] });
});
