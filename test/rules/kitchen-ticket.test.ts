/** What each ticket offers the cooks in each of its states, when somebody must still see it, and which outlet it left. */
import { expect, test } from '@jest/globals';
import type { StationCan, TicketCan } from '../../server/contract/kitchen.ts';
import type { Order, OrderStatus } from '../../server/contract/orders.ts';
import {
  hasLeft,
  isUnseen,
  seen,
  shownStatuses,
  stationCan,
  ticketCan,
  unseen,
} from '../../server/features/kitchen/rules/ticket.ts';
import { after, noon, staff } from '../features/orders.kit.ts';
import { aKitchen, aTicket, logOf, statuses, wokAndPot } from './kitchen.kit.ts';

const same = { kind: 'same' };
const asked: Order['cancel'] = { status: 'asked', askedAt: noon, deadlineAt: after(300), by: staff, reason: 'late' };

test('the kitchen shows a ticket from the moment an outlet has it until it leaves the counter', () => {
  expect(shownStatuses).toEqual(['assigned', 'accepted', 'cooking', 'ready']);
});

test("a courier's ticket offers the cooks exactly the deeds of its state", () => {
  const offered: Partial<Record<OrderStatus, TicketCan[]>> = {
    assigned: ['accept', 'start', 'delay', 'reject'],
    accepted: ['start', 'ready', 'delay', 'reject'],
    cooking: ['start', 'ready', 'delay'],
    ready: ['recall'],
  };
  for (const status of statuses)
    expect([status, ticketCan(aTicket({ status }))]).toEqual([status, offered[status] ?? []]);
});

test('an order being cooked can be started again as long as one station waits', () => {
  const can = (...shares: Parameters<typeof wokAndPot>) =>
    ticketCan(aTicket({ status: 'cooking', kitchen: aKitchen(wokAndPot(...shares)) }));
  expect(can('cooking', 'waiting')).toEqual(['start', 'ready', 'delay']);
  expect(can('ready', 'waiting')).toEqual(['start', 'ready', 'delay']);
  expect(can('cooking', 'ready')).toEqual(['ready', 'delay']);
  expect(can('cooking', 'cooking')).toEqual(['ready', 'delay']);
});

test('an order being cooked without any station offers no start', () => {
  expect(ticketCan(aTicket({ status: 'cooking', kitchen: null }))).toEqual(['ready', 'delay']);
});

test('what no courier fetches is handed over by the kitchen, only once it is ready', () => {
  for (const kind of ['delivery', 'pickup', 'dine_in'] as const) {
    const own = aTicket({ status: 'ready', kind, deliveredBy: 'none' });
    expect([kind, ticketCan(own)]).toEqual([kind, ['recall', 'hand_over']]);
    expect(ticketCan({ ...own, status: 'cooking' })).not.toContain('hand_over');
    expect(ticketCan({ ...own, status: 'delivered' })).toEqual([]);
  }
  expect(ticketCan(aTicket({ status: 'ready', deliveredBy: 'platform' }))).toEqual(['recall']);
});

test('a cancellation is answered by the kitchen while it is asked and the ticket stands on the screens', () => {
  for (const status of statuses) {
    const canAnswer = ticketCan(aTicket({ status, cancel: asked })).includes('answer_cancel');
    expect([status, canAnswer]).toEqual([status, shownStatuses.includes(status)]);
  }
  for (const status of ['granted', 'refused', 'timed_out_granted'] as const)
    expect(ticketCan(aTicket({ cancel: { ...asked, status } }))).not.toContain('answer_cancel');
});

test('a station offers start, ready or recall as the order and the station are', () => {
  const offered: Partial<Record<OrderStatus, Record<'waiting' | 'cooking' | 'ready', StationCan[]>>> = {
    assigned: { waiting: ['start'], cooking: [], ready: [] },
    accepted: { waiting: ['start', 'ready'], cooking: ['ready'], ready: [] },
    cooking: { waiting: ['start', 'ready'], cooking: ['ready'], ready: ['recall'] },
    ready: { waiting: [], cooking: [], ready: ['recall'] },
  };
  for (const status of statuses)
    for (const share of ['waiting', 'cooking', 'ready'] as const) {
      const can = stationCan(aTicket({ status }), { status: share });
      expect([status, share, can]).toEqual([status, share, offered[status]?.[share] ?? []]);
    }
});

test('the first screen that shows a ticket is noted with its instant, and nothing else changes', () => {
  const order = aTicket({ alarms: ['unmapped'] });
  expect(seen(order, 'screen-1', after(9))).toEqual({
    kind: 'plan',
    through: [],
    set: { kitchen: { ...order.kitchen, seenAt: after(9) } },
    facts: [{ name: 'order.seen', data: { screenId: 'screen-1' } }],
  });
});

test('seeing a ticket settles the alarm that nobody saw it, and leaves the other alarms', () => {
  const order = aTicket({ alarms: ['unmapped', 'unseen', 'late'] });
  expect(seen(order, 'screen-1', after(9))).toEqual({
    kind: 'plan',
    through: [],
    set: { kitchen: { ...order.kitchen, seenAt: after(9) }, alarms: ['unmapped', 'late'] },
    facts: [
      { name: 'order.seen', data: { screenId: 'screen-1' } },
      { name: 'order.settled', data: { alarm: 'unseen' } },
    ],
  });
});

test('a ticket is seen once, and only where screens show it', () => {
  expect(seen(aTicket({ kitchen: null }), 'screen-1', noon)).toEqual(same);
  expect(seen(aTicket({ kitchen: aKitchen(wokAndPot(), { seenAt: noon }) }), 'screen-2', after(9))).toEqual(same);
  for (const status of statuses) {
    const deed = seen(aTicket({ status }), 'screen-1', noon);
    expect([status, deed.kind]).toEqual([status, shownStatuses.includes(status) ? 'plan' : 'same']);
  }
});

test('a ticket counts as unseen while it is assigned or accepted and no screen showed it', () => {
  for (const status of statuses) {
    expect([status, isUnseen(aTicket({ status }))]).toEqual([status, status === 'assigned' || status === 'accepted']);
    expect(isUnseen(aTicket({ status, kitchen: aKitchen(wokAndPot(), { seenAt: noon }) }))).toBe(false);
  }
  expect(isUnseen(aTicket({ kitchen: null }))).toBe(true);
});

test('a ticket nobody saw in time tells the console why, besides what was said before', () => {
  expect(unseen(aTicket({ alarms: ['unmapped'] }))).toEqual({
    kind: 'plan',
    through: [],
    set: { alarms: ['unmapped', 'unseen'] },
    facts: [{ name: 'order.escalated', data: { reason: 'unseen' } }],
  });
  expect(unseen(aTicket({ alarms: ['unmapped', 'unseen'] }))).toEqual(same);
  expect(unseen(aTicket({ status: 'cooking' }))).toEqual(same);
});

test('a ticket has left the outlet it was assigned away from, and no other', () => {
  const away = { name: 'order.assigned', data: { outletId: 'south', number: '0007', from: 'north' } };
  const order = { log: logOf({ name: 'order.placed' }, away, { name: 'order.accepted' }) };
  expect([hasLeft(order, 'north'), hasLeft(order, 'south')]).toEqual([true, false]);
  expect(hasLeft({ log: [] }, 'north')).toBe(false);
  expect(hasLeft({ log: logOf({ name: 'order.noted', data: { from: 'north' } }) }, 'north')).toBe(false);
});
