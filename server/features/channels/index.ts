/** Channels: every way an order comes in and what is told back. Wakes on pushes and on orders' facts; the clock sends what is still owed. */
import type { FactName } from '../../contract/facts.ts';
import type { Order } from '../../contract/orders.ts';
import type { Kit } from '../../infra/kit.ts';
import type { Access } from '../access/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Orders, orderId, ordersSpec } from '../orders/index.ts';
import type { Outlets } from '../outlets/index.ts';
import type { Adapter, Fetch } from './adapters/adapter.ts';
import { meituanAdapter } from './adapters/meituan/meituan.ts';
import { openAdapter } from './adapters/open/open.ts';
import { createDiner } from './diner/diner.ts';
import { createAccounts } from './intake/accounts.ts';
import { createEarly } from './intake/early.ts';
import { createEffects } from './intake/effects.ts';
import { createIntake } from './intake/intake.ts';
import { createKept } from './intake/kept.ts';
import { createMessages } from './intake/messages.ts';
import { createRecent } from './intake/recent.ts';
import { createRefetch } from './intake/refetch.ts';
import { createRefusals } from './intake/refusals.ts';
import { createReplay } from './intake/replay.ts';
import { createTrust } from './intake/trust.ts';
import { channelViews } from './live.ts';
import { createFetch } from './outbound/fetch.ts';
import { createOutbox } from './outbound/outbox.ts';
import { deskRoutes } from './routes/desk.ts';
import { dinerRoutes } from './routes/diner.ts';
import { messageRoutes } from './routes/messages.ts';
import { pushRoutes } from './routes/pushes.ts';
import {
  accountSpec,
  channelsSpecs,
  channelsStore,
  type KeptMessage,
  messageSpec,
  type StoredAccount,
} from './store.ts';

export interface ChannelsNeeds {
  orders: Orders;
  outlets: Outlets;
  catalog: Catalog;
  access: Access;
  /** Replaced where tests play the platform. */
  fetch?: Fetch;
  wallNow?: () => number;
}
/** One line per platform. */
const adapters: readonly Adapter[] = [openAdapter, meituanAdapter];
const ownChannels = new Set(['app', 'miniprogram', 'phone', 'counter']);
const adapterOf = (name: string) => adapters.find(adapter => adapter.name === name);
/** A channel without an adapter of its name speaks the open protocol. */
const adapterFor = (channel: string) => (ownChannels.has(channel) ? undefined : (adapterOf(channel) ?? openAdapter));
const isPartner = (channel: string) => adapterFor(channel) === openAdapter;
const tells: FactName[] = [
  'order.accepted',
  'order.rejected',
  'order.cooking',
  'order.ready',
  'order.collected',
  'order.delivered',
  'order.cancelled',
  'order.refund_answered',
];

export function channelsFeature(
  kit: Kit,
  { orders, outlets, catalog, access, fetch = createFetch(kit), wallNow = Date.now }: ChannelsNeeds,
) {
  const { clock, log, facts, schedule, metrics, config } = kit;
  const store = channelsStore(kit.db);
  const accounts = createAccounts({ store, seals: access.seals, clock });
  const kept = createKept({ store, clock });
  const recent = createRecent();
  const intake = createIntake({ orders, outlets, catalog, recent, log });
  const early = createEarly({ orders, effects: createEffects({ orders }), kept, clock, log, adapterOf });
  const messages = createMessages({ outlets, intake, kept, early, log });
  const refusals = createRefusals({ metrics, clock });
  const trust = createTrust({ keys: access.channelKeys, accounts, isPartner, wallNow });
  const outbox = createOutbox({
    store,
    orders,
    accounts,
    keys: access.channelKeys,
    adapterFor,
    fetch,
    clock,
    wallNow,
    log,
  });
  const diner = createDiner({
    ...{ catalog, outlets, intake, clock, zone: config.zone },
    stored: ({ channel, shopId, externalId }) => orders.get(orderId(channel, shopId, externalId)),
  });
  const replay = createReplay({ kept, messages, adapterOf });
  const refetch = createRefetch({ kept, accounts, replay, adapterOf, fetch, wallNow, log });

  facts.watch(ordersSpec, ({ doc }) => doc && recent.hear(doc as unknown as Order));
  facts.watch(accountSpec, ({ doc }) => doc && accounts.put(doc as StoredAccount));
  facts.watch(messageSpec, ({ id, doc }) => (doc ? kept.put(doc as KeptMessage) : kept.drop(id)));
  for (const name of tells) facts.on(name, ({ doc }) => outbox.hear(doc as unknown as Order));
  facts.on('order.assigned', async ({ doc }) => void (await early.bringInFor(doc as unknown as Order)));
  schedule.every(2, 'channels-outbox', outbox.drain);
  schedule.every(59, 'channels-owed', outbox.reconcile);
  schedule.every(20, 'channels-refetch', refetch);
  schedule.every(30, 'channels-early', early.sweep);

  return {
    channels: {
      intake: intake.take,
      load: async () => {
        await Promise.all([accounts.load(), kept.load()]);
        await Promise.all([outbox.recover(), intake.recover()]);
      },
      stop: outbox.stop,
    },
    routes: [
      ...pushRoutes({ adapters, trust, messages, refusals }),
      ...dinerRoutes({ diner, orders, catalog, outlets, clock }),
      ...deskRoutes({ accounts, outbox }),
      ...messageRoutes({ kept, refusals, replay }),
    ],
    views: channelViews({ source: messageSpec, kept }),
    actions: [],
    specs: channelsSpecs,
  };
}
export type { Taken } from './intake/intake.ts';
export { placeOf } from './rules/place.ts';
export { channelsSpecs };
