/** A lived day read from orders and couriers: what belongs to it, and who rode when. */
import { expect, test } from '@jest/globals';
import type { Fact } from '../../server/contract/common.ts';
import type { Courier } from '../../server/contract/couriers.ts';
import type { Order } from '../../server/contract/orders.ts';
import { livedDay } from '../../server/features/dispatch/rules/lived.ts';
import { after, noon, up } from './routes.kit.ts';

const hour = 3600;
const span = { from: after(-4 * hour), to: after(8 * hour) };
const outletOf = (id: string) =>
  id === 'north' || id === 'south' ? { id, point: up(id === 'north' ? 0 : 500) } : null;
const told = (name: string, s: number): Fact =>
  ({ v: 1, at: after(s), name, actor: { kind: 'system', id: '' }, data: {} }) as unknown as Fact;

const anOrder = (id: string, over: Partial<Order> = {}, log: Fact[] = [told('order.ready', 600)]): Order =>
  ({
    ...{
      id,
      outletId: 'north',
      kind: 'delivery',
      deliveredBy: 'own',
      status: 'delivered',
      placedAt: noon,
      kitchen: null,
    },
    ...{ dropOff: { point: up(2000), address: 'Garden Road 1' } },
    leg: { status: 'delivered', courierId: 'kit', etaAt: null, collectedAt: after(700), deliveredAt: after(1500) },
    log,
    ...over,
  }) as unknown as Order;
const aCourier = (id: string, log: Fact[] = [], over: Partial<Courier> = {}): Courier =>
  ({ id, point: up(9000), shift: null, log, ...over }) as unknown as Courier;
const lived = (orders: Order[], couriers: Courier[] = []) => livedDay({ ...span, orders, couriers, outletOf });

test('an order is its place, its outlet and its three times, and nobody can be known by it', () => {
  const { orders, outlets } = lived([anOrder('a')]);
  expect(orders).toEqual([
    { id: 'a', outletId: 'north', dropOff: up(2000), placedAt: noon, readyAt: after(600), deliveredAt: after(1500) },
  ]);
  expect(outlets).toEqual([{ id: 'north', point: up(0) }]);
});

test.each([
  ['was given up', { status: 'cancelled' as const }],
  ['was refused', { status: 'rejected' as const }],
  ['is fetched', { kind: 'pickup' as const }],
  ['others ride', { deliveredBy: 'platform' as const }],
  ['has no place', { dropOff: null }],
  ['never had an outlet', { outletId: null }],
  ['was cooked where nobody knows', { outletId: 'gone' }],
])('an order that %s is no part of the day', (_, over) => {
  expect(lived([anOrder('a', over)])).toEqual({ orders: [], outlets: [], shifts: [] });
});

test('the last word of the kitchen counts; one never called ready is left out, unless it was fetched from the counter', () => {
  const twice = anOrder('a', {}, [told('order.ready', 300), told('order.recalled', 400), told('order.ready', 900)]);
  expect(lived([twice]).orders[0]!.readyAt).toEqual(after(900));
  const silent = { kitchen: { stations: [], seenAt: null, readyAt: after(500), delayS: 0 } };
  expect(lived([anOrder('a', { ...silent, status: 'cooking' }, [])]).orders).toEqual([]);
  expect(lived([anOrder('a', { ...silent, status: 'collected' }, [])]).orders[0]!.readyAt).toEqual(after(500));
  expect(lived([anOrder('a', { status: 'collected' }, [])]).orders).toEqual([]);
});

test('the door counts as the courier said it, else as it was written, else it never was', () => {
  const leg = { status: 'delivered' as const, courierId: 'kit', etaAt: null };
  const log = [told('order.ready', 600), told('order.delivered', 1600)];
  expect(lived([anOrder('a', { leg }, log)]).orders[0]!.deliveredAt).toEqual(after(1600));
  expect(lived([anOrder('a', { leg })]).orders[0]!.deliveredAt).toBeNull();
  expect(lived([anOrder('a', { leg: null })]).orders[0]!.deliveredAt).toBeNull();
});

test('orders stand by their time and outlets by their name, each once', () => {
  const day = lived([
    anOrder('c', { placedAt: after(60), outletId: 'south' }),
    anOrder('b'),
    anOrder('a'),
    anOrder('d', { placedAt: after(30), outletId: 'south' }),
  ]);
  expect(day.orders.map(({ id }) => id)).toEqual(['a', 'b', 'd', 'c']);
  expect(day.outlets.map(({ id }) => id)).toEqual(['north', 'south']);
});

test('shifts are as they were told, cut to the day, and begin at the first outlet the courier fetched from', () => {
  const log = [
    ...[told('courier.shift_started', -9 * hour), told('courier.shift_ended', -5 * hour)],
    ...[told('courier.shift_started', -5 * hour), told('courier.shift_ended', hour)],
    ...[told('courier.shift_started', 2 * hour), told('courier.shift_ended', 9 * hour)],
  ];
  const fetched = [
    anOrder('a', { outletId: 'south' }),
    anOrder('b', { leg: { ...anOrder('b').leg!, collectedAt: after(5000) } }),
  ];
  const { shifts } = lived(fetched, [aCourier('kit', log)]);
  expect(shifts).toEqual([
    { courierId: 'kit', point: up(500), from: span.from, to: after(hour) },
    { courierId: 'kit', point: up(500), from: after(2 * hour), to: span.to },
  ]);
});

test('what was ordered before midnight can be fetched after it: shifts go on until a quarter of an hour after the last door', () => {
  const midnightS = 8 * hour;
  const leg = (s: number | null) => ({
    ...{ status: 'delivered' as const, courierId: 'kit', etaAt: null },
    ...(s === null ? {} : { collectedAt: after(s - 300), deliveredAt: after(s) }),
  });
  const late = anOrder('a', { placedAt: after(midnightS - 120), leg: leg(midnightS + 1200) });
  const shift = (fromS: number, toS: number) => [
    told('courier.shift_started', fromS),
    told('courier.shift_ended', toS),
  ];
  const couriers = [
    aCourier('kit', [...shift(0, midnightS + 600), ...shift(midnightS + 1000, midnightS + hour)]),
    aCourier('new', shift(midnightS + 2 * hour, midnightS + 3 * hour)),
    aCourier('night', [told('courier.shift_started', 0)]),
  ];
  expect(lived([late], couriers).shifts.map(({ courierId, to }) => [courierId, to])).toEqual([
    ['kit', after(midnightS + 600)],
    ['kit', after(midnightS + 1200 + 900)],
    ['night', after(midnightS + 1200 + 900)],
  ]);
  const unbrought = anOrder('b', { leg: leg(null) }, [told('order.ready', midnightS + 60)]);
  expect(lived([unbrought], couriers).shifts.at(-1)!.to).toEqual(after(midnightS + 60 + 900));
});

test('a shift that still runs ends when it is planned to, else with the day', () => {
  const log = [told('courier.shift_started', 0)];
  const shift = { startedAt: noon, plannedEndAt: after(3 * hour), endedAt: null };
  expect(lived([], [aCourier('kit', log, { shift })]).shifts[0]!.to).toEqual(after(3 * hour));
  expect(lived([], [aCourier('kit', log)]).shifts[0]!.to).toEqual(span.to);
  expect(lived([], [aCourier('kit', [told('courier.shift_ended', 60)])]).shifts).toEqual([]);
});

test('who rode without a recorded shift rode around the deliveries; who neither rode nor stood anywhere did not ride', () => {
  const first = anOrder('a');
  const last = anOrder('b', { leg: { ...first.leg!, collectedAt: after(3000), deliveredAt: after(4000) } });
  const boxed = anOrder('c', {
    leg: { status: 'to_drop_off', courierId: 'kit', etaAt: null, collectedAt: after(3500) },
  });
  const { shifts } = lived([last, boxed, first], [aCourier('kit'), aCourier('idle')]);
  expect(shifts).toEqual([{ courierId: 'kit', point: up(0), from: after(700 - 900), to: after(4000 + 900) }]);
  expect(lived([], [aCourier('lost', [told('courier.shift_started', 0)], { point: null })]).shifts).toEqual([]);
  const written = anOrder('d', { leg: { status: 'delivered', courierId: 'kit', etaAt: null } }, [
    ...[told('order.ready', 600), told('order.collected', 800), told('order.delivered', 1700)],
  ]);
  expect(lived([written], [aCourier('kit')]).shifts).toMatchObject([{ from: after(-100), to: after(2600) }]);
});

test('a shift that was nearly ended goes on as one, and a break is nobody’s time on duty', () => {
  const log = [
    told('courier.shift_started', -3600),
    told('courier.break_started', 0),
    told('courier.break_ended', 1800),
    told('courier.shift_ending', 3600),
    told('courier.shift_started', 3700),
    told('courier.shift_ended', 7200),
  ];
  expect(lived([anOrder('a')], [aCourier('kit', log)]).shifts.map(({ from, to }) => [from, to])).toEqual([
    [after(-3600), noon],
    [after(1800), after(7200)],
  ]);
});
