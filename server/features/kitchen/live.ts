/** What kitchen screens see: the tickets of their outlet, each of which some screen has to show within five seconds. */
import type { Policy } from '../../contract/access.ts';
import { TicketView } from '../../contract/kitchen.ts';
import type { Order } from '../../contract/orders.ts';
import { type View, view } from '../../infra/live/view.ts';
import type { CollectionSpec } from '../../infra/store/port.ts';
import { isUnseen, shownStatuses } from './rules/ticket.ts';
import type { Kitchen } from './service.ts';
import { presentTicket } from './tickets/present.ts';

export const house: Policy = { who: ['kitchen', 'manager', 'head_office'], scope: 'outlet' };
/** Wall time: a person's eyes do not run faster in a replay. */
const seenWithinMs = 5000;

interface Needs {
  source: CollectionSpec<Order>;
  kitchen: Kitchen;
  hasScreen(outletId: string): boolean;
}

export const kitchenViews = ({ source, kitchen, hasScreen }: Needs): View[] => [
  view({
    name: 'tickets',
    summary: 'What an outlet has to accept, cook and hand over, with the times of each station',
    source,
    policy: house,
    params: of => ({ outletId: of }),
    of: order => (order.outletId ? [order.outletId] : []),
    present: (order, of) => (shownStatuses.includes(order.status) ? presentTicket(order, hasScreen(of)) : null),
    load: kitchen.tickets,
    item: TicketView,
    ack: {
      withinMs: seenWithinMs,
      // Head office looks in from elsewhere: nobody cooks what only its screen shows.
      by: ['kitchen', 'manager'],
      needs: item => (item as TicketView).mustBeSeen,
      concerns: (order, of) => isUnseen(order) && hasScreen(of),
      onSeen: async (item, screenId) => void (await kitchen.noteSeen(placeOf(item as TicketView), screenId)),
      onLate: async (item, of) => void (await kitchen.noteUnseen({ outletId: of, orderId: item.id })),
    },
  }),
];

const placeOf = ({ id, outletId }: TicketView) => ({ orderId: id, outletId });
