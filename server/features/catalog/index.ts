/** The catalog: menus, prices and boards. Wakes on orders that end or are cooked; the clock restores items and sweeps old holds. */
import type { Board } from '../../contract/board.ts';
import type { Menu, OutletMenu } from '../../contract/catalog.ts';
import type { FactName } from '../../contract/facts.ts';
import type { Order } from '../../contract/orders.ts';
import type { Kit } from '../../infra/kit.ts';
import { type FindOrders, keepBoards } from './boards/keep.ts';
import { catalogViews } from './live.ts';
import { menuRoutes } from './routes/menu.ts';
import { type OutletNeeds, outletRoutes } from './routes/outlet.ts';
import { createCatalog } from './service.ts';
import { boardSpec, catalogSpecs, catalogStore, menuSpec, outletMenuSpec } from './store.ts';

export interface CatalogNeeds extends Pick<OutletNeeds, 'zoneOf'> {
  findOrders: FindOrders;
  /** Every outlet there is. */
  outletIds(): readonly string[];
}
const endsHold: FactName[] = ['order.cancelled', 'order.rejected', 'order.ready', 'order.collected', 'order.delivered'];

export function catalogFeature(kit: Kit, { findOrders, zoneOf, outletIds }: CatalogNeeds) {
  const { db, clock, facts, schedule, log } = kit;
  const store = catalogStore(db);
  const catalog = createCatalog({ store, clock, log, outletIds });
  const keep = keepBoards({ store, boards: catalog.boards, clock, findOrders, wallMs: () => performance.now() });

  facts.watch(boardSpec, ({ doc }) => doc && catalog.boards.put(doc as Board));
  facts.watch(menuSpec, ({ doc }) => doc && catalog.menus.put(doc as Menu));
  facts.watch(outletMenuSpec, ({ doc }) => doc && catalog.menus.putOutlet(doc as OutletMenu));
  for (const name of endsHold)
    facts.on(name, async ({ doc }) => {
      const order = doc as unknown as Order;
      if (order.outletId) await keep.giveBack(order.outletId, order.id, order);
    });
  schedule.every(5, 'boards-restore', keep.restoreDue);
  schedule.every(30, 'boards-sweep', keep.sweep);

  return {
    catalog,
    routes: [...menuRoutes(catalog), ...outletRoutes({ catalog, clock, zoneOf })],
    views: catalogViews({ source: boardSpec, boards: catalog.boards }),
    actions: [],
    specs: catalogSpecs,
  };
}

export type { FindOrders } from './boards/keep.ts';
export { type Ask, type Held, owedAt, sharedMs } from './rules/board.ts';
export { fateOf } from './rules/fate.ts';
export { needOf } from './rules/lines.ts';
export type { MenuIndex } from './rules/menu.ts';
export { freeMsOf, type Stations } from './rules/places.ts';
export { isLimited, missingOf } from './rules/stock.ts';
export type { Catalog } from './service.ts';
export { catalogSpecs };
