/** Outlets: which kitchen cooks an order and why. Asked by intake; the clock assigns what waits, opens what closed for a while. */
import type { Order } from '../../contract/orders.ts';
import type { Outlet } from '../../contract/outlets.ts';
import type { Kit } from '../../infra/kit.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Orders } from '../orders/index.ts';
import { outletViews } from './live.ts';
import { outletRoutes } from './routes.ts';
import { townWay, type Way } from './rules/zones.ts';
import { createOutlets } from './service.ts';
import { outletSpec, outletStore, outletsSpecs } from './store.ts';

export interface OutletsNeeds {
  orders: Orders;
  catalog: Pick<Catalog, 'boards' | 'menus' | 'linesOf'>;
  /** How our own couriers ride a region now; absent: as scooters do in town. */
  wayOf?(region: string): Way;
}

export function outletsFeature(kit: Kit, { orders, catalog, wayOf = () => townWay }: OutletsNeeds) {
  const { db, clock, facts, schedule, log } = kit;
  const outlets = createOutlets({ orders, catalog, store: outletStore(db), clock, log, wayOf });

  facts.watch(outletSpec, ({ doc }) => doc && outlets.put(doc as Outlet));
  // Just paid, released or given back: looked for at once. What waits for a place is the clock's.
  facts.on('order.queued', async ({ doc, fact }) => {
    const order = doc as unknown as Order;
    if (fact.v > 1 && order.status === 'queued') await outlets.assign(order);
  });
  schedule.every(1, 'orders-assign', outlets.assignNext);
  schedule.every(5, 'outlets-reopen', outlets.reopenDue);
  schedule.every(15, 'outlets-leave', outlets.moveAwayFromShut);
  schedule.every(59, 'outlets-directory', outlets.reload);

  return {
    outlets,
    routes: outletRoutes({ outlets, orders, linesOf: catalog.linesOf }),
    views: outletViews({ source: outletSpec, outlets }),
    actions: [],
    specs: outletsSpecs,
  };
}
export type Outlets = ReturnType<typeof outletsFeature>['outlets'];
export { mayBeMoved } from './rules/stamp.ts';
export { outletSpec, outletsSpecs };
