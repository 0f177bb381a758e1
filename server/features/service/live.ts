/** What the service centre's screens see: orders somebody must look at, and incidents that are not closed. */
import type { Policy } from '../../contract/access.ts';
import type { Order } from '../../contract/orders.ts';
import { type AlarmView as Alarm, AlarmView, type Incident, IncidentView } from '../../contract/service.ts';
import { type View, view } from '../../infra/live/view.ts';
import type { CollectionSpec } from '../../infra/store/port.ts';
import type { Orders } from '../orders/index.ts';
import { incidentView } from './rules/present.ts';

export const desk: Policy = { who: ['agent', 'manager', 'head_office'], scope: 'outlet' };
export const consoles: Policy = { who: ['agent', 'manager', 'head_office', 'dispatcher'], scope: 'outlet' };

interface Needs {
  sources: { orders: CollectionSpec<Order>; incidents: CollectionSpec<Incident> };
  orders: Pick<Orders, 'can'>;
  alarmed(outletId: string): Promise<Order[]>;
  incidentsOf(outletId: string): Promise<Incident[]>;
}

/** Null: nothing is wrong with it. An order that has ended keeps the alarms that money or people still hang on. */
function presentAlarm(order: Order, can: Orders['can']): Alarm | null {
  if (order.alarms.length === 0) return null;
  const { id, version, outletId, number, channel, status, alarms, placedAt, promisedAt } = order;
  return { id, version, outletId, number, channel, status, alarms, placedAt, promisedAt, can: can(order, 'agent') };
}
const rooms = (outletId: string | null) => (outletId ? [outletId, 'all'] : ['all']);

export const serviceViews = ({ sources, orders, alarmed, incidentsOf }: Needs): View[] => [
  view({
    name: 'alarms',
    summary: 'Orders somebody must look at, of an outlet or of `all`',
    source: sources.orders,
    policy: consoles,
    params: of => ({ outletId: of }),
    of: order => rooms(order.outletId),
    present: order => presentAlarm(order, orders.can),
    load: alarmed,
    item: AlarmView,
  }),
  view({
    name: 'incidents',
    summary: 'Incidents that are not closed, of an outlet or of `all`',
    source: sources.incidents,
    policy: desk,
    params: of => ({ outletId: of }),
    of: incident => rooms(incident.outletId),
    present: incident => (incident.status === 'closed' ? null : incidentView(incident, 'agent')),
    load: incidentsOf,
    item: IncidentView,
  }),
];
