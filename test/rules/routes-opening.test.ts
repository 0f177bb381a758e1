/** Which orders are ours to ride with, and since when their food is in the box. */
import { expect, test } from '@jest/globals';
import type { Order } from '../../server/contract/orders.ts';
import { isOpen, opened } from '../../server/features/dispatch/rules/opening.ts';
import { aDraft } from '../features/orders.kit.ts';
import { after, noon } from './routes.kit.ts';

const ours = (over: Partial<Order>): Order => ({
  ...{ ...aDraft({}, noon), status: 'assigned', outletId: 'north', placedAt: noon },
  ...over,
});

test('an order nobody has been asked to bring is ours to ride with, one that another fleet brings is not', () => {
  const leg = { status: 'planned' as const, courierId: null, etaAt: null };
  const fleet = { fleet: 'swift' } as unknown as NonNullable<Order['leg']>['fleet'];
  expect([isOpen(ours({ leg: null })), isOpen(ours({ leg }))]).toEqual([true, true]);
  expect(isOpen(ours({ leg: { ...leg, fleet } }))).toBe(false);
});

test('food is in the box since when the courier said, else since when we heard of it, whatever was heard later', () => {
  const leg = { status: 'to_drop_off' as const, courierId: 'kit', etaAt: null };
  const heard = ['order.ready', 'order.collected', 'order.noted'].map((name, i) => ({ name, at: after(i * 60) }));
  const log = heard as unknown as Order['log'];
  const since = (over: Partial<Order>) => opened(ours({ log, leg, ...over })).collectedAt;
  expect(since({ status: 'collected' })).toEqual(after(60));
  expect(since({ status: 'collected', leg: { ...leg, collectedAt: after(50) } })).toEqual(after(50));
  expect(since({ status: 'delivered' })).toBeUndefined();
});
