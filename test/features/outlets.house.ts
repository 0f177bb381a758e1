/** A house for outlets' tests: orders, catalog and outlets on the real store, with a clock turned by hand. */

import type { IncomingOrder, Order } from '../../server/contract/orders.ts';
import type { OutletBody } from '../../server/contract/outlets.ts';
import { catalogFeature, catalogSpecs } from '../../server/features/catalog/index.ts';
import { ordersFeature } from '../../server/features/orders/index.ts';
import { outletsFeature, outletsSpecs } from '../../server/features/outlets/index.ts';
import { anOutlet, centre } from '../rules/outlets.kit.ts';
import { openKit } from './orders.house.ts';
import { anIncoming } from './orders.kit.ts';

export const theMenu = {
  categories: [{ id: 'all', name: 'All' }],
  dayparts: [],
  dishes: [
    { id: 'noodles', name: 'Noodles', station: 'wok', cookS: 300, priceFen: 1800 },
    { id: 'soup', name: 'Soup', station: 'pot', cookS: 120, priceFen: 900 },
  ].map(dish => ({
    ...{ categoryId: 'all', prices: {}, options: [], dayparts: [], channels: [], parts: [], external: {} },
    ...dish,
  })),
  fees: { packagingFen: 0, deliveryFen: 0 },
};

export async function openOutlets() {
  const { kit, clock, close } = await openKit({ specs: [...catalogSpecs, ...outletsSpecs] as never[] });
  const ordersPart = ordersFeature(kit);
  const { orders } = ordersPart;
  const { catalog } = catalogFeature(kit, {
    findOrders: async ids => new Map((await orders.getMany(ids)).map(order => [order.id, order])),
    zoneOf: () => 'Asia/Shanghai',
    outletIds: () => [],
  });
  const part = outletsFeature(kit, { orders, catalog });
  const { outlets } = part;
  await kit.facts.start();
  await catalog.load();
  await outlets.ready();
  await catalog.setMenu(theMenu, { kind: 'staff', id: 'office' });
  const settled = async () => {
    for (let quiet = 0; quiet < 2; quiet++) {
      await kit.facts.settled();
      await kit.db.ping();
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  const admitted = (over: Partial<IncomingOrder> = {}) => {
    const incoming = anIncoming({ dropOff: { point: centre, datum: 'WGS84', address: '1 Garden Road' }, ...over });
    return outlets.admit(orders.draft(incoming, catalog.linesOf(incoming.lines, incoming.channel)));
  };
  const admit = async (over: Partial<IncomingOrder> = {}): Promise<Order> => {
    const { order, held } = await admitted(over);
    await held;
    return order;
  };
  return {
    ...{
      kit,
      clock,
      close,
      orders,
      catalog,
      outlets,
      settled,
      admitted,
      admit,
      routes: part.routes,
      views: part.views,
    },
    /** Makes an outlet. */
    outlet(id: string, over: Partial<OutletBody> = {}) {
      const { id: _id, version: _v, open: _open, wakeAt: _wake, log: _log, ...body } = anOutlet({ id, name: id });
      return outlets.set(id, { ...body, ...over });
    },
    /** As intake does it: admitted, then stored. */
    async place(over: Partial<IncomingOrder> = {}): Promise<Order> {
      const { order, held } = await admitted(over);
      return (await orders.insertBehind(held, order))!.order;
    },
    async pass(seconds: number) {
      clock.turn(seconds);
      await settled();
      await kit.schedule.drain();
      await settled();
    },
  };
}
export type OutletsHouse = Awaited<ReturnType<typeof openOutlets>>;
