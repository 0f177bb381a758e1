/** Makes the order of a channel's message: no parsing here, it was parsed at the edge (this runs for every order of a rush). */
import type { Actor, Fact } from '../../../contract/common.ts';
import type { FactName } from '../../../contract/facts.ts';
import type { IncomingOrder, Order, OrderLine } from '../../../contract/orders.ts';
import { system } from '../../../contract/system.ts';
import type { OrderPolicy } from './policy.ts';
import { releaseAt, wakeAt } from './wake.ts';

interface Given {
  id: string;
  now: Date;
  policy: OrderPolicy;
}

/** The order as it begins: awaiting payment, held for its time, or queued. */
export function draftOrder(incoming: IncomingOrder, lines: OrderLine[], given: Given): Order {
  const order = blank(incoming, lines, given);
  if (incoming.appId !== undefined) order.appId = incoming.appId;
  const actor: Actor = { kind: 'channel', id: incoming.channel };
  const state = (name: FactName, data: object, by: Actor = system): void =>
    void order.log.push({ v: 1, at: given.now, name, actor: by, data: data as Fact['data'] });
  state('order.placed', { channel: incoming.channel, totalFen: incoming.money.totalFen }, actor);
  for (const line of lines)
    if (line.dishId === null) state('order.line_unmapped', { lineId: line.lineId, name: line.name });
  if (lines.some(line => line.dishId === null)) order.alarms.push('unmapped');
  const release = releaseAt(order, given.policy);
  if (incoming.payment === 'to_pay') {
    order.status = 'awaiting_payment';
    state('order.awaiting_payment', { expiresAt: order.payment.expiresAt });
  } else if (release && release > given.now) {
    state('order.scheduled', { releaseAt: release });
  } else {
    order.status = 'queued';
    state('order.queued', {});
  }
  order.wakeAt = wakeAt(order, given.policy);
  return order;
}

function blank(incoming: IncomingOrder, lines: OrderLine[], { id, now, policy }: Given): Order {
  // Written out field by field: an object of this size made by spreading costs several times as much.
  const { kind, deliveredBy, diner } = incoming;
  return {
    id,
    version: 1,
    channel: incoming.channel,
    shopId: incoming.shopId,
    externalId: incoming.externalId,
    kind,
    deliveredBy,
    status: 'placed',
    wakeAt: null,
    outletId: incoming.outletId ?? null,
    outletNamed: incoming.outletId !== undefined,
    number: null,
    businessDay: null,
    placedAt: incoming.placedAt,
    wantedAt: incoming.wantedAt ?? null,
    promise: null,
    promisedAt: null,
    diner: { dinerId: diner.dinerId ?? null, name: diner.name, phone: diner.phone },
    phoneTail: phoneTail(diner.phone),
    dropOff: incoming.dropOff ?? null,
    lines,
    money: incoming.money,
    payment: payment(incoming, new Date(now.getTime() + policy.unpaidS * 1000)),
    decision: null,
    kitchen: null,
    leg: kind === 'delivery' && deliveredBy !== 'none' ? { status: 'unassigned', courierId: null, etaAt: null } : null,
    cancel: null,
    refund: null,
    alarms: [],
    note: incoming.note ?? null,
    raw: incoming.raw,
    log: [],
  };
}

/** Money a channel already holds has no reference of ours: the channel gives it back, not we. */
function payment(incoming: IncomingOrder, expiresAt: Date): Order['payment'] {
  const begun = (state: Order['payment']['state'], provider: string, until: Date | null): Order['payment'] => ({
    state,
    provider,
    reference: null,
    expiresAt: until,
    refundedFen: 0,
  });
  if (incoming.payment === 'paid') return begun('paid', incoming.channel, null);
  if (incoming.payment === 'on_delivery') return begun('none', 'on_delivery', null);
  return begun('pending', 'none', expiresAt);
}

/** A phone number's digits; an extension behind `_`, `,`, `;`, `#` or `转` is not part of it. */
const digitsOf = (phone: string) => phone.replace(/[_,#;转].*/su, '').replace(/\D/g, '');

/** The last four digits of a phone number. Null: no number. */
export function phoneTail(phone: string): string | null {
  const digits = digitsOf(phone);
  return digits.length < 4 ? null : digits.slice(-4);
}

/** 138****0001: enough to recognise, not enough to call; a shorter number shows less, so that it is never shown whole. */
export function maskPhone(phone: string): string {
  const digits = digitsOf(phone);
  if (digits.length < 7) return '****';
  return `${digits.length < 11 ? '' : digits.slice(0, 3)}****${digits.slice(-4)}`;
}
