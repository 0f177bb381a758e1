/** What each reader is shown of an order: no more than the role needs. */
import { expect, test } from '@jest/globals';
import type { Order } from '../../server/contract/orders.ts';
import { pay } from '../../server/features/orders/rules/paying.ts';
import { defaultPolicy as policy } from '../../server/features/orders/rules/policy.ts';
import { canDo, orderLog, orderView } from '../../server/features/orders/rules/present.ts';
import { askCancel } from '../../server/features/orders/rules/requests.ts';
import { evolve } from '../../server/infra/aggregate.ts';
import { act, aDraft, diner, noon, staff, walk } from '../features/orders.kit.ts';

const asks = (by = diner, now = noon) => ({ by, reason: 'changed my mind', now, policy });
const when = { now: noon, policy };
const unpaid = (): Order => ({ ...aDraft({ payment: 'to_pay' }), outletId: 'north', number: '0001' });
const paidNow = () => act(unpaid(), pay(unpaid(), { provider: 'test', reference: 'r1' }, when));

test('each reader sees what it needs of the diner and no more; nobody is sent the raw message', () => {
  const order = walk(paidNow(), 'accepted', 'cooking', 'ready');
  for (const role of ['kitchen', 'courier'] as const) {
    const seen = orderView(order, role);
    expect([seen.diner.phone, seen.dropOff]).toEqual(['138****0001', null]);
  }
  const out = orderView(walk(order, 'collected'), 'courier');
  expect([out.diner.phone, out.dropOff?.address]).toEqual(['13800000001', '1 Garden Road']);
  for (const role of [
    'head_office',
    'manager',
    'kitchen',
    'dispatcher',
    'agent',
    'courier',
    'diner',
    'channel',
  ] as const) {
    const seen = orderView(order, role);
    expect(JSON.stringify(seen)).not.toContain('it came');
    expect(seen.diner).not.toHaveProperty('dinerId');
  }
});

test('a diner reads what happened, not our remarks nor our names', () => {
  const alarmed = { ...paidNow(), alarms: ['unseen'] };
  const order = evolve(
    alarmed,
    { set: {}, facts: [{ name: 'order.noted', data: { text: 'difficult' } }] },
    { at: noon, actor: staff },
  );
  expect(orderLog(order, 'diner').map(entry => entry.name)).toEqual([
    'order.placed',
    'order.awaiting_payment',
    'order.paid',
    'order.assigned',
  ]);
  expect(orderLog(order, 'diner').every(entry => entry.actor.id === null)).toBe(true);
  expect(orderLog(order, 'agent').at(-1)).toMatchObject({ name: 'order.noted', actor: staff });
  expect([orderView(order, 'diner').alarms, orderView(order, 'agent').alarms]).toEqual([[], ['unseen']]);
});

test('what a reader may do follows from the state and the role', () => {
  expect(canDo(unpaid(), 'diner')).toEqual(['pay', 'cancel']);
  expect(canDo(paidNow(), 'diner')).toEqual(['cancel']);
  const accepted = walk(paidNow(), 'accepted');
  expect(canDo(accepted, 'diner')).toEqual(['ask_cancel', 'ask_refund']);
  expect(canDo(accepted, 'kitchen')).toEqual([]);
  expect(canDo(accepted, 'courier')).toEqual([]);
  expect(canDo(accepted, 'dispatcher')).toEqual(['note']);
  expect(canDo({ ...accepted, alarms: ['x'] }, 'agent')).toEqual([
    'cancel',
    'refund',
    'transfer',
    'note',
    'settle_alarm',
  ]);
  const asked = act(accepted, askCancel(accepted, asks()));
  expect(canDo(asked, 'kitchen')).toEqual(['answer_cancel']);
  expect(canDo(asked, 'manager')).toContain('answer_cancel');
  expect(canDo(walk(accepted, 'cancelled'), 'head_office')).toEqual(['note']);
});
