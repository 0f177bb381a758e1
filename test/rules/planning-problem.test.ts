/** What a planner is told of the moment: true also while an order has moved and its route has not. */
import { expect, test } from '@jest/globals';
import type { Order } from '../../server/contract/orders.ts';
import { opened } from '../../server/features/dispatch/rules/opening.ts';
import { problemOf, type Snapshot } from '../../server/features/dispatch/rules/problem.ts';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';

const now = new Date('2026-03-02T12:00:00+08:00');
const kitchen = { lng: 121.4, lat: 31.2 };
const door = { lng: 121.41, lat: 31.2 };
const stop = (orderId: string, kind: 'collect' | 'deliver') => ({ orderId, kind, point: kitchen, arrivedAt: null });

/** Ann has tea shown, is about to collect it, and rice is new. */
const moment = (tea: { status: 'ready' | 'collected'; courierId: string | null }) =>
  ({
    ...{ now, wishes: usualWishes, kitchens: [], travel: { speedMPerMin: 300, detour: 1, collectS: 60, deliverS: 60 } },
    orders: ['tea', 'rice'].map(id => ({
      ...{ id, outletId: 'k', dropOff: door, items: 1, skills: [], placedAt: now, readyAt: now, dueAt: null },
      status: id === 'tea' ? tea.status : 'ready',
      leg: { courierId: id === 'tea' ? tea.courierId : null },
    })),
    couriers: [
      {
        ...{ id: 'ann', point: kitchen, presence: 'seen' },
        shift: { startedAt: now, plannedEndAt: new Date(now.getTime() + 3_600_000) },
        profile: { vehicle: 'ebike', capacityItems: 8, skills: [] },
      },
    ],
    routeOf: () => ({ stops: [stop('tea', 'collect'), stop('tea', 'deliver')], lock: null, done: [] }),
    ...{ paceOf: () => 1, positionOf: () => null, overrideOf: () => null, mayTakeWork: () => true },
    ...{ shownTo: (id: string) => (id === 'tea' ? 'ann' : null), outletOf: () => ({ point: kitchen }) },
  }) as unknown as Snapshot;
const stopsOf = (at: Snapshot) => {
  const problem = problemOf(at);
  const planned = plan(problem, 1);
  expect(check(problem, planned)).toEqual([]);
  return planned.routes[0]!.stops.map(({ orderId, kind }) => `${kind} ${orderId}`);
};

test('what is about to be collected is collected first', () => {
  expect(stopsOf(moment({ status: 'ready', courierId: null }))).toContain('collect tea');
});

test('an order in the box whose route still says collect is only brought, and everything else is planned on', () => {
  const stops = stopsOf(moment({ status: 'collected', courierId: 'ann' }));
  expect(stops).not.toContain('collect tea');
  expect(stops).toEqual(expect.arrayContaining(['deliver tea', 'collect rice', 'deliver rice']));
});

test('since when food is in its box is what the phone said, else when we heard of it', () => {
  const heardAt = new Date(now.getTime() - 60_000);
  const saidAt = new Date(now.getTime() - 300_000);
  const order = (status: 'ready' | 'collected', leg: object) =>
    ({
      ...{
        id: 'tea',
        status,
        outletId: 'k',
        dropOff: { point: door, note: null },
        lines: [],
        diner: {},
        kitchen: null,
      },
      ...{ promise: null, placedAt: now, leg, log: [{ name: 'order.collected', at: heardAt }] },
    }) as unknown as Order;
  const since = (one: Order) => {
    const at = { ...moment({ status: 'ready', courierId: 'ann' }), orders: [opened(one)] };
    return problemOf(at).orders[0]!.collectedAt;
  };
  expect(since(order('collected', { courierId: 'ann', collectedAt: saidAt }))).toEqual(saidAt);
  expect(since(order('collected', { courierId: 'ann' }))).toEqual(heardAt);
  expect(since(order('ready', { courierId: 'ann' }))).toBeUndefined();
});

test('a kitchen that is overdue without a word is ever less certain; one that has called, or whose word is taken, is certain', () => {
  const spread = (readyInMin: number, { status = 'cooking', readySpread = 0.2 } = {}) => {
    const at = moment({ status: 'ready', courierId: null });
    const readyAt = new Date(now.getTime() + readyInMin * 60_000);
    const orders = at.orders.map(order => ({ ...order, status, readyAt }) as Snapshot['orders'][number]);
    return problemOf({ ...at, orders, wishes: { ...usualWishes, readySpread } }).orders[0]!.spreadS;
  };
  expect([20, 5, 0, -5, -20].map(minutes => spread(minutes))).toEqual([240, 60, 12, 120, 480]);
  expect(spread(-20, { status: 'ready' })).toBe(0);
  expect(spread(-20, { readySpread: 0 })).toBe(0);
});

test('who has stood at a stop is done with it so much sooner, and never before now', () => {
  const freeIn = (kind: 'collect' | 'deliver', stoodS: number, status: 'ready' | 'collected' = 'ready') => {
    const at = moment({ status, courierId: 'ann' });
    const arrivedAt = new Date(now.getTime() - stoodS * 1000);
    const stops = [{ ...stop('tea', kind), arrivedAt }, stop('rice', 'collect')];
    const travel = { ...at.travel, collectS: 100, enterS: 40, deliverS: 120 };
    const told = { ...at, travel, routeOf: () => ({ stops, lock: null, done: [] }) } as unknown as Snapshot;
    return (problemOf(told).couriers[0]!.freeAt.getTime() - now.getTime()) / 1000;
  };
  // The ride goes on from there: whatever a stop takes, the least part of it is still to come.
  expect([-5, 0, 30, 90, 1000].map(stoodS => freeIn('deliver', stoodS))).toEqual([0, 0, -30, -90, -90]);
  expect([30, 40, 1000].map(stoodS => freeIn('collect', stoodS))).toEqual([-30, -40, -40]);
  expect(freeIn('collect', 30, 'collected')).toBe(0);
});
