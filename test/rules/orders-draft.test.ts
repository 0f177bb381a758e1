/** How an order begins: from a channel's message to the first document, its first facts and its first wake-up. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { system } from '../../server/contract/system.ts';
import { draftOrder, maskPhone, phoneTail } from '../../server/features/orders/rules/draft.ts';
import { defaultPolicy as policy } from '../../server/features/orders/rules/policy.ts';
import { aDraft, after, anIncoming, noon, someLines } from '../features/orders.kit.ts';
import { said } from './orders.kit.ts';

const given = { id: 'order-1', now: after(7), policy };
const first = { v: 1, at: after(7) };

test('an order begins as its channel sent it, with all that nobody has decided left open', () => {
  const incoming = anIncoming();
  const { channel, shopId, externalId, kind, deliveredBy, dropOff, money, raw, diner } = incoming;
  expect(draftOrder(incoming, someLines(), given)).toEqual({
    ...{ id: 'order-1', version: 1, channel, shopId, externalId, kind, deliveredBy, dropOff, money, raw, diner },
    ...{ status: 'queued', wakeAt: after(7), placedAt: noon, wantedAt: null, lines: someLines(), phoneTail: '0001' },
    ...{ outletId: null, outletNamed: false, number: null, businessDay: null, promise: null, promisedAt: null },
    ...{ decision: null, kitchen: null, cancel: null, refund: null, alarms: [], note: null },
    payment: { state: 'paid', provider: 'app', reference: null, expiresAt: null, refundedFen: 0 },
    leg: { status: 'unassigned', courierId: null, etaAt: null },
    log: [
      {
        ...{ ...first, name: 'order.placed', actor: { kind: 'channel', id: 'app' } },
        data: { channel: 'app', totalFen: 4000 },
      },
      { ...first, name: 'order.queued', actor: system, data: {} },
    ],
  });
});

test('what a channel leaves out is empty, and what it names is kept', () => {
  const bare = anIncoming({ diner: { name: 'Guest', phone: '' } });
  const { dropOff: _, ...nowhere } = bare;
  expect(draftOrder(nowhere, someLines(), given)).toMatchObject({
    ...{ diner: { dinerId: null, name: 'Guest', phone: '' }, phoneTail: null, dropOff: null },
  });
  const named = aDraft({ outletId: 'south', note: 'no onions', wantedAt: after(60) });
  expect(named).toMatchObject({ outletId: 'south', outletNamed: true, note: 'no onions', wantedAt: after(60) });
});

test.each([
  ['delivery', 'own', 'unassigned'],
  ['delivery', 'platform', 'unassigned'],
  ['delivery', 'none', undefined],
  ['pickup', 'none', undefined],
  ['dine_in', 'none', undefined],
  ['pickup', 'own', undefined],
] as const)('an order of kind %s brought by %s begins with a leg that is %s', (kind, deliveredBy, leg) => {
  expect(aDraft({ kind, deliveredBy }).leg?.status).toBe(leg);
});

test('an order still to be paid waits for its money a quarter of an hour from when it reached us', () => {
  const order = aDraft({ payment: 'to_pay' }, after(7));
  const expiresAt = after(907);
  expect(order).toMatchObject({ status: 'awaiting_payment', wakeAt: expiresAt });
  expect(order.payment).toEqual({ state: 'pending', provider: 'none', reference: null, expiresAt, refundedFen: 0 });
  expect(said(order)).toEqual([['order.awaiting_payment', { expiresAt }]]);
});

test('an order paid at the door is queued with nothing paid', () => {
  const order = aDraft({ payment: 'on_delivery' });
  const none = { state: 'none', provider: 'on_delivery', reference: null, expiresAt: null, refundedFen: 0 };
  expect([order.status, order.payment]).toEqual(['queued', none]);
});

test('an order wanted later is held until an hour before, one wanted in an hour is not held at all', () => {
  const later = aDraft({ wantedAt: after(3601) });
  expect([later.status, later.wakeAt, said(later)]).toEqual([
    'placed',
    after(1),
    [['order.scheduled', { releaseAt: after(1) }]],
  ]);
  const soon = aDraft({ wantedAt: after(3600) });
  expect([soon.status, said(soon)]).toEqual(['queued', [['order.queued', {}]]]);
});

const known = someLines()[0]!;
const unknown = { ...known, lineId: '2', dishId: null, name: 'Dumplings' };

test('every line that is no dish of ours is stated, and the console is told once', () => {
  const order = draftOrder(anIncoming(), [known, unknown, { ...unknown, lineId: '3', name: 'Tea' }], given);
  expect(order.alarms).toEqual(['unmapped']);
  expect(said(order, 3).slice(0, 2)).toEqual([
    ['order.line_unmapped', { lineId: '2', name: 'Dumplings' }],
    ['order.line_unmapped', { lineId: '3', name: 'Tea' }],
  ]);
  expect(order.log[1]?.actor).toEqual(system);
});

test('an order whose every line is a dish of ours, or that has no line, alarms nobody', () => {
  for (const lines of [[known], []]) {
    const order = draftOrder(anIncoming(), lines, given);
    expect([order.alarms, order.log.map(fact => fact.name)]).toEqual([[], ['order.placed', 'order.queued']]);
  }
});

test.each([
  ['1234', '1234', '****'],
  ['123', null, '****'],
  ['123456', '3456', '****'],
  ['6234567', '4567', '****4567'],
  ['6234 56789#1', '6789', '****6789'],
  ['1380000001', '0001', '****0001'],
  ['021 6234 5678', '5678', '021****5678'],
  ['12#13800000001', null, '****'],
  ['13800000001;77', '0001', '138****0001'],
  ['13800000001,77', '0001', '138****0001'],
])('the phone %p is found by %p and shown as %p', (phone, tail, masked) => {
  expect([phoneTail(phone), maskPhone(phone)]).toEqual([tail, masked]);
});

test('no phone number is ever shown whole: at least three of its digits stay hidden', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,15}$/), fc.constantFrom('', '_123456', '#1', '转9'), (digits, extension) => {
      const shown = maskPhone(digits + extension).replace(/\D/g, '');
      expect(shown.length).toBeLessThanOrEqual(Math.max(0, digits.length - 3));
    }),
  );
});
