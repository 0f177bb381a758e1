/** A ticket as the kitchen's screens have it: what may be done with it, and whether somebody must still see it. */
import type { NewFact } from '../../../contract/facts.ts';
import type { StationCan, TicketCan } from '../../../contract/kitchen.ts';
import type { Order, OrderStatus } from '../../../contract/orders.ts';
import { type Deed, isFetched, isOneOf } from './deeds.ts';
import { kitchenOf, type Station } from './stations.ts';

/** Statuses in which a ticket stands on the kitchen's screens. */
export const shownStatuses: readonly OrderStatus[] = ['assigned', 'accepted', 'cooking', 'ready'];
const same: Deed = { kind: 'same' };

/** A screen shows it for the first time; whatever was said because nobody saw it is answered. */
export function seen(order: Order, screenId: string, now: Date): Deed {
  if (!order.kitchen || order.kitchen.seenAt || !isOneOf(order, ...shownStatuses)) return same;
  const wasAlarmed = order.alarms.includes('unseen');
  const answered: NewFact[] = wasAlarmed ? [{ name: 'order.settled', data: { alarm: 'unseen' } }] : [];
  return {
    kind: 'plan',
    through: [],
    set: {
      kitchen: { ...order.kitchen, seenAt: now },
      ...(wasAlarmed ? { alarms: order.alarms.filter(alarm => alarm !== 'unseen') } : {}),
    },
    facts: [{ name: 'order.seen', data: { screenId } }, ...answered],
  };
}

/** Somebody must still look at it: new on the screens, or changed hands. */
export const isUnseen = (order: Order): boolean => !order.kitchen?.seenAt && isOneOf(order, 'assigned', 'accepted');

/** No screen showed it in time: the console is told, once. */
export function unseen(order: Order): Deed {
  if (!isUnseen(order) || order.alarms.includes('unseen')) return same;
  return {
    kind: 'plan',
    through: [],
    set: { alarms: [...order.alarms, 'unseen'] },
    facts: [{ name: 'order.escalated', data: { reason: 'unseen' } }],
  };
}

/** What may be done with the ticket now; each of these is not refused. */
export function ticketCan(order: Order): TicketCan[] {
  const may: Record<TicketCan, boolean> = {
    accept: order.status === 'assigned',
    start:
      isOneOf(order, 'assigned', 'accepted') ||
      (order.status === 'cooking' && kitchenOf(order).stations.some(({ status }) => status === 'waiting')),
    ready: isOneOf(order, 'accepted', 'cooking'),
    recall: order.status === 'ready',
    delay: isOneOf(order, 'assigned', 'accepted', 'cooking'),
    reject: isOneOf(order, 'assigned', 'accepted'),
    hand_over: order.status === 'ready' && !isFetched(order),
    answer_cancel: order.cancel?.status === 'asked' && isOneOf(order, ...shownStatuses),
  };
  return (Object.keys(may) as TicketCan[]).filter(deed => may[deed]);
}

export function stationCan(order: Order, { status }: Pick<Station, 'status'>): StationCan[] {
  if (status === 'waiting' && isOneOf(order, 'assigned')) return ['start'];
  if (status === 'waiting' && isOneOf(order, 'accepted', 'cooking')) return ['start', 'ready'];
  if (status === 'cooking' && isOneOf(order, 'accepted', 'cooking')) return ['ready'];
  return status === 'ready' && isOneOf(order, 'cooking', 'ready') ? ['recall'] : [];
}

/** The outlet this ticket left because the kitchen there would not cook it. */
export const hasLeft = (order: Pick<Order, 'log'>, outletId: string): boolean =>
  order.log.some(({ name, data }) => name === 'order.assigned' && data.from === outletId);
