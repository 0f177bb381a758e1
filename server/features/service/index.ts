/** The service centre: orders typed by agents, search, incidents and compensation, alarms. The clock escalates and pays. */
import type { Place } from '../../contract/common.ts';
import type { Kit } from '../../infra/kit.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Orders, ordersSpec } from '../orders/index.ts';
import type { Outlets } from '../outlets/index.ts';
import { createAgentDesk, type TakeIn } from './desk/agent.ts';
import { createSearch } from './desk/search.ts';
import { serviceViews } from './live.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { agentRoutes } from './routes/orders.ts';
import { defaultServicePolicy, type ServicePolicy } from './rules/incidents.ts';
import { createIncidents } from './service.ts';
import { incidentSpec, incidentStore, serviceSpecs } from './store.ts';

export interface ServiceNeeds {
  orders: Orders;
  catalog: Catalog;
  outlets: Outlets;
  /** The channels' one intake. */
  intake: TakeIn;
  /** A place as it was sent, made WGS84. */
  placeOf: (place: Place) => Place;
  policy?: Partial<ServicePolicy>;
}

export function serviceFeature(kit: Kit, { orders, catalog, outlets, intake, placeOf, policy }: ServiceNeeds) {
  const { clock, log, facts, schedule, config } = kit;
  const data = incidentStore(kit.db);
  const incidents = createIncidents({ data, orders, clock, log, policy: { ...defaultServicePolicy, ...policy } });
  const desk = createAgentDesk({ catalog, outlets, orders, intake, placeOf, clock, zone: config.zone });
  const search = createSearch({ orders, incidents });

  facts.source(incidentSpec);
  schedule.every(10, 'incidents-due', incidents.drain);

  const alarmed = async (of: string) =>
    (of === 'all' ? await orders.allOpen() : await orders.open(of)).filter(order => order.alarms.length > 0);
  const incidentsOf = async (of: string) => {
    const outletId = of === 'all' ? undefined : of;
    const open = (['open', 'working', 'resolved'] as const).map(status =>
      incidents.inStatus(status, { outletId, limit: 500 }),
    );
    return (await Promise.all(open)).flat();
  };
  return {
    service: { incidents, type: desk.type, search },
    routes: [...agentRoutes({ desk, search, orders }), ...incidentRoutes({ incidents })],
    views: serviceViews({ sources: { orders: ordersSpec, incidents: incidentSpec }, orders, alarmed, incidentsOf }),
    actions: [],
    specs: serviceSpecs,
  };
}
export { serviceSpecs };
