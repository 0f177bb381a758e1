/** Two outlets with everybody who works for them, one of everything: what tests of the whole product stand on. */
import type { Principal, Role } from '../../server/contract/access.ts';
import { MenuBody } from '../../server/contract/catalog.ts';
import { system } from '../../server/contract/common.ts';
import type { Order } from '../../server/contract/orders.ts';
import { OutletBody } from '../../server/contract/outlets.ts';
import { startApp, type TestApp, type TestOptions } from './app.ts';

export interface Person {
  token: string;
  id: string;
  role: Role;
}
export interface Town extends TestApp {
  /** People of the north outlet (and its diner, courier, channel), by role. */
  north: Record<Role, Person>;
  /** Somebody of the whole chain. */
  chain: Record<'head_office' | 'agent' | 'dispatcher', Person>;
  /** What belongs to the south: orders, people, screens. Its texts carry `secret`. */
  south: { order: Order; courierId: string; dinerId: string; accountId: string; deviceId: string };
  orders: { north: Order };
  ask(method: string, path: string, options?: Asking): ReturnType<typeof ask>;
}
export interface Asking {
  as?: Person | null;
  body?: unknown;
  raw?: string;
  headers?: Record<string, string>;
}
/** Stands in every text that belongs to the south. */
export const secret = 'south-secret';
const places = { north: { lng: 121.47, lat: 31.24 }, south: { lng: 121.47, lat: 31.2 } };

export async function startTown(options: TestOptions = {}): Promise<Town> {
  const test = await startApp(options);
  const { app } = test;
  await app.catalog.setMenu(menu, system);
  for (const id of ['north', 'south'] as const) await app.outlets.set(id, outlet(id));
  const person = async (kind: Principal['kind'], role: Role, id: string, outletIds: string[]): Promise<Person> => {
    const { token } = await app.access.issueFor({ kind, role, id, name: id, outletIds });
    return { token, id, role };
  };
  const staff = (where: string[], suffix: string) => (role: Role) => person('staff', role, `${role}-${suffix}`, where);
  const atNorth = staff(['north'], 'north');
  for (const id of ['north', 'south'] as const) await app.couriers.create(`courier-${id}`, rider(id), system);
  const north: Town['north'] = {
    head_office: await atNorth('head_office'),
    manager: await atNorth('manager'),
    dispatcher: await atNorth('dispatcher'),
    agent: await atNorth('agent'),
    kitchen: await person('device', 'kitchen', 'screen-north', ['north']),
    courier: await person('courier', 'courier', 'courier-north', ['north']),
    diner: await person('diner', 'diner', 'diner-north', []),
    channel: await person('channel', 'channel', 'channel-north', []),
  };
  const all = staff([], 'chain');
  const chain = {
    head_office: await all('head_office'),
    agent: await all('agent'),
    dispatcher: await all('dispatcher'),
  };
  await person('staff', 'manager', 'manager-south', ['south']);
  await person('device', 'kitchen', 'screen-south', ['south']);
  await person('courier', 'courier', 'courier-south', ['south']);
  const order = await place(test, 'south');
  return {
    ...test,
    ...{ north, chain },
    orders: { north: await place(test, 'north') },
    south: {
      order,
      courierId: 'courier-south',
      dinerId: 'diner-south',
      accountId: 'manager-south',
      deviceId: 'screen-south',
    },
    ask: (method, path, asking = {}) => ask(test.url, `${method} ${path}`, asking),
  };
}

/** A paid order of the open protocol's channel, assigned to its outlet, with a diner, a courier and the town's secret in it. */
async function place({ app, clock }: TestApp, outletId: 'north' | 'south'): Promise<Order> {
  const lines = [{ dishId: 'noodles', name: 'Noodles', quantity: 1, unitPriceFen: 2000, options: [] }];
  const draft = app.orders.draft(
    {
      channel: 'app',
      shopId: '',
      externalId: `order-${outletId}`,
      kind: 'delivery',
      deliveredBy: 'own',
      outletId,
      placedAt: clock.now(),
      diner: { dinerId: `diner-${outletId}`, name: `${outletId}-secret`, phone: '13800000000' },
      dropOff: { point: places[outletId], datum: 'WGS84', address: `${outletId}-secret` },
      lines,
      money: { itemsFen: 2000, packagingFen: 100, deliveryFen: 500, discountFen: 0, totalFen: 2600 },
      payment: 'paid',
      note: `${outletId}-secret`,
      raw: `${outletId}-secret`,
    },
    app.catalog.linesOf(lines, 'app'),
  );
  const admitted = await app.outlets.admit(draft);
  const { order } = (await app.orders.insertBehind(admitted.held, admitted.order))!;
  return app.orders.change(order.id, held => ({
    set: { leg: held.leg && { ...held.leg, courierId: `courier-${outletId}` } },
    facts: [],
  }));
}

export async function ask(url: string, what: string, { as = null, body, raw, headers = {} }: Asking) {
  const [method, path] = what.split(' ') as [string, string];
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(as ? { authorization: `Bearer ${as.token}` } : {}),
      ...headers,
    },
    ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const replayed = answer.headers.get('idempotency-replayed') === 'true';
  const type = answer.headers.get('content-type')?.split(';')[0];
  return { status: answer.status, text, body: parsed(text), replayed, type };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const rider = (id: string) => ({
  name: `${id}-secret`,
  phone: '13800000001',
  vehicle: 'ebike' as const,
  capacityItems: 10,
  skills: [],
  region: id,
  active: true,
});

export const outlet = (id: 'north' | 'south') =>
  OutletBody.parse({
    name: id,
    address: `${id}-secret`,
    point: places[id],
    timeZone: 'Asia/Shanghai',
    region: id,
    zones: [{ radiusM: 5000 }],
    hours: { weekly: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }] },
    stations: { wok: { parallel: 20 } },
    shops: [{ channel: 'open', shopId: `shop-${id}` }],
  });

export const menu = MenuBody.parse({
  categories: [{ id: 'mains', name: 'Mains' }],
  fees: { packagingFen: 100, deliveryFen: 500 },
  dishes: [
    { id: 'noodles', name: 'Noodles', categoryId: 'mains', station: 'wok', cookS: 240, priceFen: 2000 },
    { id: 'tea', name: 'Tea', categoryId: 'mains', station: 'bar', cookS: 60, priceFen: 800 },
  ],
});
