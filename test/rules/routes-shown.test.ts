/** Which orders are ridden, when their food is there, and what each side is shown of routes. */
import { expect, test } from '@jest/globals';
import type { Courier } from '../../server/contract/couriers.ts';
import type { Order } from '../../server/contract/orders.ts';
import { expectedReadyAt, isOpen, opened } from '../../server/features/dispatch/rules/opening.ts';
import { presentOnMap, presentRoute, presentTracking } from '../../server/features/dispatch/rules/present.ts';
import type { OpenOrder } from '../../server/features/dispatch/rules/types.ts';
import { aDraft } from '../features/orders.kit.ts';
import { after, anOpen, aRoute, collect, deliver, noon, up } from './routes.kit.ts';

const seconds = (date: Date) => Math.round((date.getTime() - noon.getTime()) / 1000);

test('a courier sees the diner only of food that is in the box, and the address of what is next', () => {
  const route = aRoute([deliver('a'), collect('b', { isReady: true }), deliver('b')], { ackedVersion: 2 });
  const lookup = (id: string) => (id === 'a' ? anOpen('a', { status: 'collected' }) : anOpen('b'));
  const seen = presentRoute(route, lookup, noon);
  expect(
    seen.stops.map(({ phone, dinerName, note, address, status, can }) => [
      phone,
      dinerName,
      note,
      address,
      status,
      can,
    ]),
  ).toEqual([
    ['13800000001', 'Guest', 'ring', '1 Garden Road', 'next', ['report_trouble', 'arrive', 'deliver']],
    [null, null, null, 'North', 'planned', ['report_trouble', 'collect', 'decline']],
    [null, null, null, '', 'planned', ['report_trouble']],
  ]);
  expect(seen.stops[0]?.lines).toEqual([{ name: 'Noodles', quantity: 1 }]);
  expect(seen.stops[0]).not.toHaveProperty('frozenAt');
  expect(seen).toMatchObject({ id: 'kit', version: 3, stopsVersion: 3, acknowledged: false, planId: 'p', hint: null });
  expect(presentRoute(aRoute([]), lookup, noon).acknowledged).toBe(true);
  const [there, unknown] = presentRoute(
    aRoute([deliver('a', { arrivedAt: noon }), deliver('c')]),
    id => (id === 'a' ? lookup('a') : null),
    noon,
  ).stops;
  expect([there?.status, there?.can]).toEqual(['arrived', ['report_trouble', 'deliver']]);
  expect([unknown?.lines, unknown?.phone, unknown?.dinerName, unknown?.note]).toEqual([[], null, null, null]);
});

test('where to wait is shown only while there is nothing to do, and not for longer than twenty minutes', () => {
  const hint = { outletId: 'north', name: 'North', point: up(0), reason: 'lunch', at: noon, answer: null };
  expect(presentRoute(aRoute([], { hint }), () => null, after(20 * 60)).hint).toEqual(hint);
  expect(presentRoute(aRoute([deliver('a')], { hint }), () => null, noon).hint).toBeNull();
  expect(presentRoute(aRoute([], { hint }), () => null, after(20 * 60 + 1)).hint).toBeNull();
});

test("the dispatcher's map shows every stop, whether it was seen and who locked it", () => {
  const route = aRoute([deliver('a')], {
    alarms: ['late'],
    lock: { by: { kind: 'staff', id: 's' }, at: noon, reason: 'x' },
  });
  expect(presentOnMap(route)).toEqual({
    ...{
      id: 'kit',
      version: 3,
      region: 'city',
      stops: route.stops,
      acknowledged: true,
      locked: true,
      planId: 'p',
      alarms: ['late'],
    },
  });
  expect(presentOnMap(aRoute([])).locked).toBe(false);
});

test('where the courier of an order is, who may know it, and how old that is', () => {
  const courier = { id: 'kit', version: 5, point: up(9), pointAt: after(-30) } as Courier;
  const on = (status: OpenOrder['leg']['status'], courierId = 'kit') =>
    anOpen('a', { leg: { status, courierId, etaAt: after(700) } });
  const route = aRoute([
    deliver('b', { etaAt: after(1) }),
    collect('a', { etaAt: after(2) }),
    deliver('a', { etaAt: after(600) }),
  ]);
  const told = { courier, order: on('to_drop_off'), route, now: noon };
  expect(presentTracking(told)).toEqual({
    ...{ id: 'kit', version: 5, orderId: 'a', leg: 'to_drop_off', point: up(9), pointAt: after(-30), ageS: 30 },
    etaAt: after(600),
  });
  expect(presentTracking(told, 'outlet')).toBeNull();
  expect(presentTracking({ ...told, order: on('to_pickup') }, 'outlet')?.leg).toBe('to_pickup');
  expect(presentTracking({ ...told, order: on('planned') })).toBeNull();
  expect(presentTracking({ ...told, order: on('to_drop_off', 'other') })).toBeNull();
  expect(presentTracking({ ...told, order: null })).toBeNull();
  expect(presentTracking({ ...told, route: null })?.etaAt).toEqual(after(700));
  expect(presentTracking({ ...told, courier: { ...courier, pointAt: null } })?.ageS).toBeNull();
  expect(presentTracking({ ...told, now: after(-60) })?.ageS).toBe(0);
});

const ours = (over: Partial<Order> = {}): Order => ({
  ...aDraft({}, noon),
  status: 'assigned',
  outletId: 'north',
  number: '7',
  placedAt: noon,
  ...over,
});

test('dispatch rides with own deliveries that an outlet holds and nobody has handed over', () => {
  for (const status of ['assigned', 'accepted', 'cooking', 'ready', 'collected'] as const)
    expect(isOpen(ours({ status }))).toBe(true);
  for (const status of ['placed', 'awaiting_payment', 'queued', 'delivered', 'rejected', 'cancelled'] as const)
    expect(isOpen(ours({ status }))).toBe(false);
  expect(isOpen(ours({ kind: 'pickup' }))).toBe(false);
  expect(isOpen(ours({ deliveredBy: 'platform' }))).toBe(false);
  expect(isOpen(ours({ dropOff: null }))).toBe(false);
  expect(isOpen(ours({ outletId: null }))).toBe(false);
});

test('food is expected when it was called ready, else with its slowest station, else as promised, else after 15 minutes', () => {
  const promise = { at: noon, queueS: 60, cookS: 300, roadS: 600, bufferS: 60, promisedAt: after(1020) };
  const station = (status: 'waiting' | 'cooking' | 'ready', s: number) => ({
    station: `${s}`,
    status,
    startAt: after(s),
    cookS: 100,
  });
  const cooked = (over: object) => ({
    stations: [station('cooking', 50), station('waiting', 200), station('ready', 900)],
    seenAt: null,
    readyAt: null,
    delayS: 0,
    ...over,
  });
  const expected = (over: Partial<Order>) => seconds(expectedReadyAt(ours(over)));
  expect(expected({ promise, kitchen: cooked({ readyAt: after(42) }) })).toBe(42);
  expect(expected({ promise, kitchen: cooked({}) })).toBe(300);
  expect(expected({ promise, kitchen: cooked({ delayS: 60 }) })).toBe(360);
  expect(expected({ kitchen: cooked({ delayS: 60 }) })).toBe(300);
  expect(expected({ promise, kitchen: cooked({ stations: [] }) })).toBe(360);
  expect(expected({ promise })).toBe(360);
  expect(expected({})).toBe(900);
});

test('what planning and the sheet need of an order', () => {
  const soup = { ...ours().lines[0]!, name: 'Soup', quantity: 3, skills: ['cold_box', 'cold_box'] };
  const lines = [...ours().lines, soup];
  const leg = { status: 'planned' as const, courierId: 'kit', etaAt: after(5) };
  expect(opened(ours({ lines, leg, promisedAt: after(900), note: 'no onions' }))).toEqual({
    ...{ id: 'order-1', version: 1, status: 'assigned', outletId: 'north', number: '7', address: '1 Garden Road' },
    ...{ dropOff: { lng: 121.47, lat: 31.23 }, note: 'no onions', dinerName: 'Guest', phone: '13800000001', items: 5 },
    skills: ['cold_box'],
    lines: [
      { name: 'Noodles', quantity: 2 },
      { name: 'Soup', quantity: 3 },
    ],
    ...{ placedAt: noon, readyAt: after(900), dueAt: after(900), leg },
  });
  const noted = { ...ours().dropOff!, note: 'back door' };
  expect(opened(ours({ dropOff: noted, note: 'no onions', leg: null }))).toMatchObject({
    ...{ note: 'back door', leg: { status: 'unassigned', courierId: null, etaAt: null } },
  });
});
