/** The product in a process of its own with a city at work: so many couriers with their routes, and an order more whenever it is told to. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createRng } from '../../lab/rng.ts';
import type { IncomingOrder } from '../../server/contract/orders.ts';
import type { Route } from '../../server/contract/routes.ts';

/** The product as it is delivered: the loader that runs the source names every function again at each call. */
const built = (file: string) => import(new URL(`../../dist/server/${file}.js`, import.meta.url).href);
const { buildApp, specs }: typeof import('../../server/app.ts') = await built('app');
const { readConfig }: typeof import('../../server/config.ts') = await built('config');
const { MenuBody }: typeof import('../../server/contract/catalog.ts') = await built('contract/catalog');
const { OutletBody }: typeof import('../../server/contract/outlets.ts') = await built('contract/outlets');
const { routesSpec }: typeof import('../../server/features/dispatch/store.ts') = await built('features/dispatch/store');
const { ordersSpec }: typeof import('../../server/features/orders/index.ts') = await built('features/orders/index');
const { createKit }: typeof import('../../server/infra/kit.ts') = await built('infra/kit');

const [dataDir, password, couriers] = process.argv.slice(2) as [string, string, string];
const system = { kind: 'system', id: 'system' } as const;
const config = readConfig({
  ...{ HUIDAN_DATA: dataDir, HUIDAN_PORT: '0', HUIDAN_LOG: 'error', HUIDAN_ADMIN_PASSWORD: password },
  ...{ HUIDAN_RATE_LIMIT: '0', HUIDAN_LOGIN_RATE_LIMIT: '0', HUIDAN_POSITIONS: 'false' },
});
const kit = await createKit(config, specs);
// Work is shown at once, however long it may wait: the time measured is the server's, not the kitchen's.
const app = buildApp(kit, { settings: { commitS: 12 * 3600 } });
const rng = createRng(11);
const side = Math.sqrt(Number(couriers) / 15) / 100;
const point = () => ({ lng: 121.4 + side * rng.next(), lat: 31.2 + side * rng.next() });
const outlets = Math.max(3, Math.round(Number(couriers) / 10));

async function settle() {
  await app.catalog.setMenu(
    MenuBody.parse({
      categories: [{ id: 'mains', name: 'Mains' }],
      fees: { packagingFen: 0, deliveryFen: 500 },
      dishes: [{ id: 'noodles', name: 'Noodles', categoryId: 'mains', station: 'wok', cookS: 240, priceFen: 2000 }],
    }),
    system,
  );
  for (let i = 0; i < outlets; i++)
    await app.outlets.set(
      `outlet-${i}`,
      OutletBody.parse({
        ...{
          name: `Outlet ${i}`,
          address: `${i} Garden Road`,
          point: point(),
          timeZone: 'Asia/Shanghai',
          region: 'city',
        },
        ...{ zones: [{ radiusM: 50_000 }], hasScreen: false, autoAccept: true, shops: [] },
        hours: { weekly: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }] },
        stations: { wok: { parallel: 1000 } },
      }),
    );
}
async function hire() {
  const profile = { phone: '13800000001', vehicle: 'ebike' as const, capacityItems: 12, skills: [], region: 'city' };
  const plannedEndAt = new Date(kit.clock.now().getTime() + 8 * 3_600_000);
  for (let i = 0; i < Number(couriers); i++) {
    await app.couriers.create(`courier-${i}`, { ...profile, name: `Courier ${i}`, active: true }, system);
    await app.couriers.startShift(`courier-${i}`, { plannedEndAt, point: point(), actor: system });
  }
}
let ordered = 0;
function incoming(): IncomingOrder {
  const outletId = `outlet-${ordered % outlets}`;
  const at = app.outlets.get(outletId)!.point;
  const lines = [{ dishId: 'noodles', name: 'Noodles', quantity: 1, unitPriceFen: 2000, options: [] }];
  return {
    ...{ channel: 'app', shopId: '', externalId: `order-${ordered++}`, kind: 'delivery', deliveredBy: 'own', outletId },
    placedAt: kit.clock.now(),
    diner: { dinerId: 'diner-1', name: 'A diner', phone: '13800000009' },
    dropOff: {
      point: { lng: at.lng + rng.between(-0.02, 0.02), lat: at.lat + rng.between(-0.02, 0.02) },
      ...{ datum: 'WGS84', address: 'Garden Road 1' },
    },
    lines,
    money: { itemsFen: 2000, packagingFen: 0, deliveryFen: 500, discountFen: 0, totalFen: 2500 },
    ...{ payment: 'paid', note: '', raw: '' },
  };
}
async function order(): Promise<string> {
  const asked = incoming();
  const draft = app.orders.draft(asked, app.catalog.linesOf(asked.lines, asked.channel));
  const { order: admitted, held } = await app.outlets.admit(draft);
  return (await app.orders.insertBehind(held, admitted))!.order.id;
}

const delay = monitorEventLoopDelay({ resolution: 1 });
async function act(message: unknown): Promise<void> {
  const { what, orderId } = message as { what: 'order' | 'give up' | 'watch' | 'report'; orderId?: string };
  if (what === 'order') await order();
  if (what === 'give up') await app.orders.move(orderId!, 'cancelled', { reason: 'bench', actor: system });
  if (what === 'watch') delay.enable();
  if (what === 'report') process.send?.({ loopP99Ms: delay.percentile(99) / 1e6, ...app.dispatch.stats() });
}

await settle();
const port = await app.start();
await hire();
for (let i = 0; i < 2 * Number(couriers); i++) await order();
await app.dispatch.replan('city');
await kit.facts.settled();
await app.dispatch.replan('city');
const tokens: Record<string, string> = {};
let stops = 0;
for (let i = 0; i < Number(couriers); i++) {
  const id = `courier-${i}`;
  tokens[id] = (await app.access.issueFor({ kind: 'courier', role: 'courier', id, outletIds: [] })).token;
  stops += (await app.dispatch.routeOf(id)).stops.length;
}
/** Orders that no route shows yet. */
const fresh = new Set<string>();
kit.facts.watch(ordersSpec, ({ id, version }) => {
  if (version !== 1) return;
  process.send?.({ id, atNs: String(process.hrtime.bigint()) });
  fresh.add(id);
});
// Whoever watches is told in the order of asking, and the screens' hub has asked before: the route has been sent by now.
kit.facts.watch(routesSpec, ({ doc }) => {
  const sentNs = String(process.hrtime.bigint());
  for (const { orderId: id } of (doc as Route | null)?.stops ?? [])
    if (fresh.delete(id)) process.send?.({ id, sentNs });
});
process.on('message', message => void act(message));
process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)));
process.send?.({ url: `http://127.0.0.1:${port}`, tokens, stops });
