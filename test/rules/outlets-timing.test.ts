/** What a promise is made of, to the second; when a kitchen is open and which day that is. */
import { expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import { businessDay, openings, timetable } from '../../server/features/outlets/rules/hours.ts';
import { promise, sharesOf, stationS, stationsOf, timing } from '../../server/features/outlets/rules/timing.ts';
import { allWeek, anOutlet, noon } from './outlets.kit.ts';

const nowMs = noon.getTime();
const share = (station: string, sumS: number, longestS = sumS) => ({ station, sumS, longestS });
const plan = (over: Partial<Parameters<typeof timing>[0]> = {}) =>
  timing({
    shares: [share('wok', 300)],
    stations: { wok: { parallel: 2 } },
    waitS: { wok: 120 },
    roadS: 400,
    bufferS: 300,
    nowMs,
    wantedMs: null,
    ...over,
  });

test("a basket's lines are summed by station, in the order of their first line, with the longest of each", () => {
  const lines = [
    { station: 'wok', cookS: 300 },
    { station: 'bar', cookS: 60 },
    { station: 'wok', cookS: 120 },
    { station: 'bar', cookS: 90 },
    { station: 'grill', cookS: 0 },
  ];
  expect(sharesOf(lines)).toEqual([share('wok', 420, 300), share('bar', 150, 90), share('grill', 0)]);
  expect(sharesOf([])).toEqual([]);
});

test('a station needs its part of the whole rounded up, never less than its longest dish', () => {
  expect(stationS(share('wok', 700, 100), 3)).toBe(234);
  expect(stationS(share('wok', 700, 500), 3)).toBe(500);
  expect(stationS(share('wok', 700, 100), 1)).toBe(700);
});

test('a station without a limit needs only the time of its longest dish', () => {
  expect(stationS(share('bar', 700, 100), undefined)).toBe(100);
  expect(plan({ shares: [share('bar', 700, 100)] })).toMatchObject({ queueS: 0, cookS: 100 });
});

test('as soon as possible: the queue, the cooking, the packing and the road, one after the other', () => {
  expect(plan()).toEqual({
    startMs: nowMs + 120_000,
    readyMs: nowMs + 420_000,
    promisedMs: nowMs + 1_120_000,
    queueS: 120,
    cookS: 300,
    roadS: 400,
    bufferS: 300,
  });
  expect(plan({ waitS: { wok: 120.5 } }).queueS).toBe(121);
});

test('the slowest station decides, and of equally slow ones the first', () => {
  const stations = { wok: { parallel: 1 }, grill: { parallel: 1 } };
  const slower = { stations, shares: [share('wok', 200), share('grill', 150)], waitS: { wok: 100, grill: 151 } };
  expect(plan(slower)).toMatchObject({ queueS: 151, cookS: 150 });
  const even = { stations, shares: [share('wok', 200), share('grill', 100)], waitS: { wok: 100, grill: 200 } };
  expect(plan(even)).toMatchObject({ queueS: 100, cookS: 200 });
});

test('wanted exactly when it could be there it queues as any other; a millisecond later the queue no longer counts', () => {
  const soonestMs = plan().promisedMs;
  expect(plan({ wantedMs: soonestMs })).toMatchObject({ queueS: 120, promisedMs: soonestMs });
  expect(plan({ wantedMs: soonestMs - 60_000 })).toMatchObject({ queueS: 120, promisedMs: soonestMs });
  expect(plan({ wantedMs: soonestMs + 1 })).toMatchObject({ queueS: 0, promisedMs: soonestMs + 1 });
});

test('wanted in three hours the kitchen begins so that the courier is at the door at that very time', () => {
  const wantedMs = nowMs + 3 * 3_600_000;
  const readyMs = wantedMs - 700_000;
  expect(plan({ wantedMs })).toMatchObject({ readyMs, startMs: readyMs - 300_000, promisedMs: wantedMs, queueS: 0 });
});

test('a promise is counted from now; one for later from when the kitchen begins', () => {
  const parts = { cookS: 300, roadS: 400, bufferS: 300 };
  expect(promise(plan())).toEqual({ at: noon, queueS: 120, ...parts, promisedAt: new Date(nowMs + 1_120_000) });
  const promisedAt = new Date(nowMs + 7_200_000);
  const at = new Date(nowMs + 6_200_000);
  expect(promise(plan({ wantedMs: promisedAt.getTime() }))).toEqual({ at, queueS: 0, ...parts, promisedAt });
});

test('every ticket waits until its station has to begin', () => {
  const readyMs = nowMs + 600_000;
  const shares = [share('wok', 500, 200), share('bar', 90, 60)];
  expect(stationsOf(shares, { wok: { parallel: 2 } }, { readyMs })).toEqual([
    { station: 'wok', status: 'waiting', startAt: new Date(readyMs - 250_000), cookS: 250 },
    { station: 'bar', status: 'waiting', startAt: new Date(readyMs - 60_000), cookS: 60 },
  ]);
});

const monday = DateTime.fromISO('2030-01-07T00:00:00', { zone: 'Asia/Shanghai' });
const openHours = (days: number, ...spans: [from: string, to: string][]) => {
  const outlet = anOutlet({
    hours: { weekly: spans.map(([from, to]) => ({ weekdays: allWeek, from, to })), exceptions: [] },
  });
  const hour = (ms: number) => (ms - monday.toMillis()) / 3_600_000;
  return openings(outlet, monday, days).map(({ fromMs, toMs }) => [hour(fromMs), hour(toMs)]);
};

test('openings come in the order of the clock, however the hours are listed', () => {
  const spans: [string, string][] = [
    ['18:00', '22:00'],
    ['06:00', '09:00'],
    ['10:00', '14:00'],
  ];
  const day = [
    [6, 9],
    [10, 14],
    [18, 22],
  ];
  expect(openHours(1, ...spans)).toEqual(day);
  expect(openHours(2, ...spans)).toEqual([...day, ...day.map(span => span.map(hour => hour + 24))]);
  expect(openHours(0, ...spans)).toEqual([]);
});

test('openings that touch or overlap are one, and one inside another does not shorten it', () => {
  expect(openHours(1, ['10:00', '14:00'], ['14:00', '16:00'])).toEqual([[10, 16]]);
  expect(openHours(1, ['10:00', '20:00'], ['12:00', '13:00'])).toEqual([[10, 20]]);
  expect(openHours(3, ['00:00', '00:00'])).toEqual([[0, 72]]);
});

test('a business day lasts from its hour to the same hour of the next day', () => {
  const fourMs = monday.set({ hour: 4 }).toMillis();
  const day = { day: '2030-01-07', fromMs: fourMs, toMs: fourMs + 24 * 3_600_000 };
  expect(businessDay(anOutlet(), new Date(fourMs))).toEqual(day);
  expect(businessDay(anOutlet(), new Date(day.toMs - 1))).toEqual(day);
});

test('the timetable opens with the first millisecond and closes before the last, on the days after too', () => {
  const hours = { weekly: [{ weekdays: allWeek, from: '10:00', to: '14:00' }], exceptions: [] };
  const table = timetable(anOutlet({ hours }));
  for (const day of [0, 1, 8, 9, 16]) {
    const tenMs = monday.plus({ days: day, hours: 10 }).toMillis();
    const openings = [-1, 0, 1, 4 * 3_600_000 - 1, 4 * 3_600_000].map(ms => table.openAt(tenMs + ms));
    expect(openings).toEqual([false, true, true, true, false]);
  }
  const early = timetable(
    anOutlet({ hours: { weekly: [{ weekdays: allWeek, from: '00:00', to: '23:00' }], exceptions: [] } }),
  );
  expect([0, 8, 16].map(days => early.openAt(monday.plus({ days }).toMillis()))).toEqual([true, true, true]);
  const fours = [1, 2, 3].map(days => monday.plus({ days, hours: 4 }).toJSDate());
  expect(fours.map(early.day)).toEqual(['2030-01-08', '2030-01-09', '2030-01-10']);
});
