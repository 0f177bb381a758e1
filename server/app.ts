/** Joins the features: the table of contents of the product. Importing it does nothing; `start` does, `stop` undoes it in reverse. */
import type { Courier } from './contract/couriers.ts';
import type { Order } from './contract/orders.ts';
import type { Outlet } from './contract/outlets.ts';
import { type Account, accessFeature, accessSpecs, accountSpec, type OrderOwner } from './features/access/index.ts';
import { catalogFeature, catalogSpecs } from './features/catalog/index.ts';
import { channelsFeature, channelsSpecs, placeOf } from './features/channels/index.ts';
import { type CourierSettings, courierSpec, couriersFeature, couriersSpecs } from './features/couriers/index.ts';
import { type DispatchNeeds, dispatchFeature, dispatchSpecs } from './features/dispatch/index.ts';
import { kitchenFeature, kitchenSpecs } from './features/kitchen/index.ts';
import { type Orders, ordersFeature, ordersSpec, ordersSpecs } from './features/orders/index.ts';
import { outletSpec, outletsFeature, outletsSpecs } from './features/outlets/index.ts';
import { paymentsFeature } from './features/payments/index.ts';
import { serviceFeature, serviceSpecs } from './features/service/index.ts';
import { createHttp } from './infra/http/app.ts';
import { replaySpec } from './infra/http/replays.ts';
import type { Kit } from './infra/kit.ts';

import { asyncapi } from './infra/live/asyncapi.ts';
import { createHub } from './infra/live/hub.ts';
import type { Owned } from './infra/live/rights.ts';
import { createPatience } from './infra/patience.ts';
import type { Doc } from './infra/store/port.ts';

/** Every collection, declared before the store opens. */
export const specs = [
  replaySpec,
  ...accessSpecs,
  ...ordersSpecs,
  ...catalogSpecs,
  ...outletsSpecs,
  ...kitchenSpecs,
  ...couriersSpecs,
  ...dispatchSpecs,
  ...channelsSpecs,
  ...serviceSpecs,
];

/** A stop is promised within ten seconds: nine for what is in flight, a moment for each step behind it. */
const stopLimitMs = 9000;
const stopGraceMs = 250;

/** The whole product over one kit; fault tests replace the planner or when a courier counts as silent, benches how early work is shown. */
export function buildApp(kit: Kit, { silence, ...replaced }: Replaced = {}) {
  const { orders, ...ordersPart } = ordersFeature(kit, { why: order => dispatch.why(order) });
  const { access, ...accessPart } = accessFeature(kit, {
    orderOwner: orderOwner(orders),
    outletsIn: async region => {
      await outlets.ready();
      return outlets.all().flatMap(outlet => (outlet.region === region ? [outlet.id] : []));
    },
    regionOf: async courierId => (await couriers.find(courierId))?.region ?? null,
    regionOfDecision: async id => (id === undefined ? null : dispatch.regionOfDecision(id)),
  });
  const { catalog, ...catalogPart } = catalogFeature(kit, {
    zoneOf: outletId => outlets.need(outletId).timeZone,
    outletIds: () => outlets.all().map(({ id }) => id),
    findOrders: async ids => new Map((await orders.getMany(ids)).map(order => [order.id, order])),
  });
  const { outlets, ...outletsPart } = outletsFeature(kit, {
    ...{ orders, catalog },
    wayOf: region => dispatch.wayOf(region),
  });
  const { payments, ...paymentsPart } = paymentsFeature(kit, { orders });
  const { kitchen, ...kitchenPart } = kitchenFeature(kit, { orders, outlets, catalog });
  const { couriers, ...couriersPart } = couriersFeature(kit, silence ? { silence } : {});
  const { dispatch, ...dispatchPart } = dispatchFeature(kit, {
    orders,
    couriers,
    outletOf: outlets.get,
    outlets: outlets.all,
    ...replaced,
  });
  const { channels, ...channelsPart } = channelsFeature(kit, { orders, outlets, catalog, access });
  const { service, ...servicePart } = serviceFeature(kit, {
    orders,
    catalog,
    outlets,
    intake: channels.intake,
    placeOf,
  });
  const parts = [
    accessPart,
    ordersPart,
    catalogPart,
    outletsPart,
    kitchenPart,
    paymentsPart,
    couriersPart,
    dispatchPart,
    channelsPart,
    servicePart,
  ];
  const routes = parts.flatMap(part => part.routes);
  const views = parts.flatMap(part => part.views);
  const actions = parts.flatMap(part => part.actions);

  // Before the hub asks: a room may be read from what is loaded here, or by the clock.
  kit.facts.onLost(async () => {
    await Promise.all([catalog.load(), outlets.reload(), channels.load(), dispatch.ready()]);
    await kit.schedule.drain();
  });
  const http = createHttp({
    kit,
    routes,
    access,
    ready: kit.facts.ready,
    asyncapi: () => asyncapi({ views, actions }),
  });
  const hub = createHub({ server: http.server, kit, views, actions, access: access.live, owned });
  return {
    access,
    orders,
    catalog,
    outlets,
    kitchen,
    payments,
    couriers,
    dispatch,
    channels,
    service,
    http,
    hub,
    /** Every view and socket action, for those who test them all. */
    views,
    actions,
    /** Listens when everything that must be known is known; answers the port. */
    async start(): Promise<number> {
      await access.start();
      await kit.facts.start();
      await Promise.all([catalog.load(), outlets.ready(), channels.load(), dispatch.ready()]);
      kit.schedule.start();
      return (await http.listen(kit.config.port, kit.config.host)).port;
    },
    /** Not ready and not listening from this very turn on; answers what is in flight, lets go of the screens, finishes what was told. False: something was left behind. */
    async stop({ limitMs = stopLimitMs }: { limitMs?: number } = {}): Promise<boolean> {
      const patience = createPatience({ limitMs, graceMs: stopGraceMs, log: kit.log });
      const isAnswered = await patience.for({
        http: http.stop({ limitMs }),
        schedule: kit.schedule.stop(),
        outbox: channels.stop(),
        screens: hub.stop(),
      });
      // What the last requests told may still ask for a plan: the planner outlives it.
      const isTold = await patience.for({ facts: kit.facts.stop() });
      const isPlanned = await patience.for({ dispatch: dispatchPart.stop() });
      const isStored = await patience.for({ store: kit.db.close() });
      return isAnswered && isTold && isPlanned && isStored;
    },
  };
}
export type App = ReturnType<typeof buildApp>;
type Replaced = Pick<DispatchNeeds, 'planner' | 'settings' | 'fleets'> & Pick<CourierSettings, 'silence'>;

/** Whose an order is, for every scope check. */
const ownerOf = (order: Order): OrderOwner => ({
  outletId: order.outletId,
  courierId: order.leg?.courierId ?? null,
  dinerId: order.diner.dinerId,
  channel: order.channel,
});
const orderOwner = (orders: Orders) => async (id: string) => {
  const order: Order | null = await orders.get(id);
  return order && ownerOf(order);
};
const regionOf = (doc: Doc) => (doc as Courier | Outlet).region;
const outletsOf = (doc: Doc) => JSON.stringify((doc as Account).outletIds);
/** A room is watched no longer than what it shows is the watcher's. Whose an outlet is, a login says: another one ends it. */
const owned: readonly Owned[] = [
  { scope: 'order', source: ordersSpec, ownerOf: doc => JSON.stringify(ownerOf(doc as Order)), about: 'its_room' },
  { scope: 'courier', source: courierSpec, ownerOf: regionOf, about: 'its_room' },
  { scope: 'courier', source: accountSpec, ownerOf: outletsOf, about: 'its_room' },
  { scope: 'courier', source: outletSpec, ownerOf: regionOf, about: 'every_room' },
  { scope: 'region', source: outletSpec, ownerOf: regionOf, about: 'every_room' },
];
