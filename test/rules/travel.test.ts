/** How long rides take: by hour and vehicle, by known roads, and as rides have really taken. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Learned } from '../../server/contract/regions.ts';
import type { Stop } from '../../server/contract/routes.ts';
import { areaKey, paced, placeKey, rideS, type Travel } from '../../server/features/dispatch/rules/travel.ts';
import { correctionAt, isTelling, learned, nothing } from '../../server/features/dispatch/travel/rules/correction.ts';
import { pairsOf } from '../../server/features/dispatch/travel/rules/pairs.ts';
import { paceOf, travelAt } from '../../server/features/dispatch/travel/rules/speed.ts';
import { followed, type Trip, unknown } from '../../server/features/dispatch/travel/rules/trips.ts';
import { zoneOfRegion } from '../../server/features/dispatch/travel/rules/zone.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
const settings = { speedMPerMin: 300, detour: 1.3, collectS: 60, deliverS: 120 };
const kitchen = { lng: 121.47, lat: 31.24 };
const door = { lng: 121.49, lat: 31.24 };
const elsewhere = { lng: 121.6, lat: 31.1 };

test('a region is ridden slower at its rush hour', () => {
  const byHour = Array.from({ length: 24 }, (_, hour) => (hour === 18 ? 0.5 : 1));
  const [quiet, rush] = [
    travelAt({ ...settings, speedByHour: byHour }, 10),
    travelAt({ ...settings, speedByHour: byHour }, 18),
  ];
  expect(rideS(kitchen, door, rush)).toBeCloseTo(2 * rideS(kitchen, door, quiet), 6);
  expect(travelAt(settings, 18)).toEqual(settings);
});

test('a region’s hours are read from the clock its outlets share', () => {
  const outlet = (region: string, timeZone: string) => ({ region, timeZone });
  const [here, there] = [outlet('north', 'Asia/Shanghai'), outlet('west', 'Asia/Urumqi')];
  expect(zoneOfRegion('north', [there, here, here])).toBe('Asia/Shanghai');
  expect(zoneOfRegion('north', [here, outlet('north', 'Asia/Urumqi')])).toBeNull();
  expect(zoneOfRegion('north', [there])).toBeNull();
});

test('who walks takes longer, and the region may say by how much', () => {
  const ebike = travelAt(settings, 10);
  const onFoot = paced(ebike, paceOf('foot', {}));
  expect(rideS(kitchen, door, onFoot)).toBeGreaterThan(3 * rideS(kitchen, door, ebike));
  expect(paceOf('ebike', {})).toBe(1);
  expect(paceOf('foot', { speedByVehicle: { foot: 0.5 } })).toBe(2);
  expect(paced(ebike, 1)).toBe(ebike);
});

test('a known road counts instead of the straight line, one way only, and for every vehicle in its measure', () => {
  const roads = new Map([[placeKey(kitchen), new Map([[placeKey(door), 1000]])]]);
  const travel: Travel = { ...settings, roads };
  expect(rideS(kitchen, door, travel)).toBe(1000);
  expect(rideS(door, kitchen, travel)).toBe(rideS(door, kitchen, settings));
  expect(rideS(kitchen, door, paced(travel, 2))).toBe(2000);
});

test('what rides have taken corrects where they end', () => {
  const correction = { all: 1.2, areas: new Map([[areaKey(door), 1.5]]) };
  const travel: Travel = { ...settings, correction };
  expect(rideS(kitchen, door, travel)).toBeCloseTo(1.5 * rideS(kitchen, door, settings), 6);
  expect(rideS(door, elsewhere, travel)).toBeCloseTo(1.2 * rideS(door, elsewhere, settings), 6);
});

const trip = (ratio: number, to = door): Trip => ({
  ...{ from: kitchen, to, departedAt: noon },
  ...{ estimatedS: 400, actualS: 400 * ratio },
});
const ridden = (ratios: readonly number[], known: Learned = nothing, to = door) =>
  ratios.reduce((sum, ratio) => learned(sum, trip(ratio, to), 12), known);

test('a few rides prove nothing; enough of them do, in their area and hour, and in general elsewhere', () => {
  expect(correctionAt(ridden([2, 2, 2, 2, 2, 2, 2]), 12)).toBeNull();
  const eight = ridden(Array(8).fill(2));
  expect(correctionAt(eight, 12)).toEqual({ all: 2, areas: new Map([[areaKey(door), 2]]) });
  expect(correctionAt(eight, 13)).toEqual({ all: 2, areas: new Map() });
  const both = ridden(Array(8).fill(1), eight, elsewhere);
  expect(correctionAt(both, 12)).toMatchObject({
    all: 1.5,
    areas: new Map([
      [areaKey(door), 2],
      [areaKey(elsewhere), 1],
    ]),
  });
});

test('no correction leaves its bounds, whatever rides say', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 20, noNaN: true }), { minLength: 8, maxLength: 60 }), ratios => {
      const made = correctionAt(ridden(ratios), 12);
      if (!made) return ratios.filter(ratio => isTelling(trip(ratio))).length < 8;
      return [made.all, ...made.areas.values()].every(factor => factor >= 0.5 && factor <= 2.5);
    }),
  );
  expect(correctionAt(ridden(Array(20).fill(4)), 12)!.all).toBe(2.5);
  expect(correctionAt(ridden(Array(20).fill(0.3)), 12)!.all).toBe(0.5);
});

test('a rest on the way and a ride round the corner teach nothing', () => {
  expect(isTelling(trip(6))).toBe(false);
  expect(isTelling(trip(0.1))).toBe(false);
  expect(isTelling({ ...trip(1), estimatedS: 60, actualS: 60 })).toBe(false);
  expect(learned(nothing, trip(6), 12)).toBe(nothing);
});

test('a city that has become faster is believed in the end', () => {
  const slow = ridden(Array(400).fill(2));
  const now = ridden(Array(400).fill(1), slow);
  expect(correctionAt(now, 12)!.all).toBeLessThan(1.4);
});

const stop = (orderId: string, kind: 'collect' | 'deliver', over: Partial<Stop> = {}): Stop => ({
  ...{ orderId, kind, point: kind === 'collect' ? kitchen : door, outletId: 'north', number: null, address: '' },
  ...{ items: 1, readyAt: null, isReady: true, dueAt: null, etaAt: noon, leaveAt: null, frozenAt: null },
  ...{ arrivedAt: null, ...over },
});
const collected = { orderId: 'a', kind: 'collect' as const, at: noon, farM: null };

test('a ride begins when a stop is done and ends with the arrival at the next', () => {
  const atKitchen = { stops: [stop('a', 'collect'), stop('a', 'deliver')], done: [] };
  const riding = { stops: [stop('a', 'deliver')], done: [collected] };
  const there = { stops: [stop('a', 'deliver', { arrivedAt: after(500) })], done: [collected] };
  const left = followed(unknown, atKitchen, riding);
  expect(left).toMatchObject({ departure: { point: kitchen, at: noon }, ridden: null });
  const ride = { from: kitchen, to: door, departedAt: noon, actualS: 500 };
  expect(followed(left, riding, there).ridden).toEqual(ride);
  expect(followed(unknown, there, there).ridden).toBeNull();
  // The order may have taken the stop off the route before the route says it is done.
  const between = { stops: riding.stops, done: [] };
  const slowly = followed(followed(unknown, atKitchen, between), between, riding);
  expect(followed(slowly, riding, there).ridden).toEqual(ride);
});

test('nobody learns from a courier who was to wait before riding to a kitchen, or whose start nobody saw', () => {
  const known = { departure: { point: door, at: noon }, gone: [] };
  const before = { stops: [stop('b', 'collect', { leaveAt: after(300) })], done: [] };
  const there = { stops: [stop('b', 'collect', { leaveAt: after(300), arrivedAt: after(700) })], done: [] };
  expect(followed(known, before, there).ridden).toBeNull();
  expect(followed(unknown, before, there).ridden).toBeNull();
  const atOnce = { stops: [stop('b', 'collect', { arrivedAt: after(400) })], done: [] };
  expect(followed(known, before, atOnce).ridden).toMatchObject({ from: door, to: kitchen, actualS: 400 });
});

test('nobody learns from the ride of who had nothing to do before it, or whose food was ready before it was time to leave', () => {
  const brought = { orderId: 'a', kind: 'deliver' as const, at: noon, farM: null };
  const atDoor = { stops: [stop('a', 'deliver', { arrivedAt: noon })], done: [] };
  const idle = followed(unknown, atDoor, { stops: [], done: [brought] });
  const ride = (shownS: number, over: Partial<Stop> = {}) => {
    const shown = stop('b', 'collect', { frozenAt: after(shownS), ...over });
    const asked = { stops: [shown], done: [brought] };
    const there = { stops: [{ ...shown, leaveAt: null, arrivedAt: after(900) }], done: [brought] };
    return followed(followed(idle, { stops: [], done: [brought] }, asked), asked, there).ridden;
  };
  expect(ride(300)).toBeNull();
  expect(ride(1, { leaveAt: after(200) })).toBeNull();
  expect(ride(1)).toMatchObject({ from: door, to: kitchen, actualS: 900 });
});

test('of a large city only the rides worth weighing are asked about, each once, every shown one among them', () => {
  const place = (i: number) => ({ lng: 121.4 + (i % 40) / 400, lat: 31.2 + Math.floor(i / 40) / 400 });
  const orders = Array.from({ length: 400 }, (_, i) => ({
    ...{ id: `o${i}`, pickup: place((i * 7) % 400), dropOff: place((i * 13 + 5) % 400) },
    carriedBy: i % 10 === 0 ? `c${i % 50}` : null,
  }));
  const couriers = Array.from({ length: 50 }, (_, i) => ({
    ...{ id: `c${i}`, point: { lng: 121.4 + i / 1000, lat: 31.2001 } },
    shown:
      i === 3
        ? ([
            { orderId: 'o399', kind: 'collect' },
            { orderId: 'o1', kind: 'deliver' },
          ] as const)
        : [],
  }));
  const pairs = pairsOf({ orders, couriers }, 8);
  const keys = pairs.map(({ from, to }) => `${placeKey(from)} ${placeKey(to)}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(pairs.length).toBeLessThan(800 * 20);
  const has = (from: object, to: object) => pairs.some(pair => pair.from === from && pair.to === to);
  const asks = (from: Travelled, to: Travelled) => keys.includes(`${placeKey(from)} ${placeKey(to)}`);
  for (const { pickup, dropOff, carriedBy } of orders) if (!carriedBy) expect(asks(pickup, dropOff)).toBe(true);
  expect(has(couriers[0]!.point, orders[0]!.dropOff)).toBe(true);
  expect(asks(couriers[3]!.point, orders[399]!.pickup) && asks(orders[399]!.pickup, orders[1]!.dropOff)).toBe(true);
});
type Travelled = Parameters<typeof placeKey>[0];
