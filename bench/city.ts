/** A city for the benches: many outlets with wide kitchens, the lab's menu, one partner's key, and orders of a given size. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, createApi } from '../lab/api.ts';
import { openHeaders } from '../lab/bots/partner.ts';
import { dishes } from '../lab/city/dishes.ts';
import { logIn } from '../lab/login.ts';
import { type RunningServer, startServer } from '../lab/server.ts';
import type { Shot } from './load.ts';

export interface Key {
  keyId: string;
  secret: string;
}
export interface City {
  server: RunningServer;
  /** Head office's token. */
  token: string;
  key: Key;
  folder: string;
  stop(): Promise<void>;
}
export const ordersPath = '/channels/open/orders';
export const cancelsPath = '/channels/open/cancels';
const centre = { lng: 121.47, lat: 31.23 };
/** Degrees from the middle to the edge. */
const half = 0.15;
const admin = { login: 'admin', password: randomBytes(12).toString('hex') };

const spread = (i: number, step: number) => ((i * step) % 1) * 2 * half - half;
/** Evenly over the city, always the same. */
export const pointOf = (i: number) => ({
  lng: centre.lng + spread(i, 0.754_877_666),
  lat: centre.lat + spread(i, 0.569_840_291),
});

/** As `npm start` has it. */
export const nursery = ['--max-semi-space-size=64'];
/** What is measured is what is delivered: the loader that runs the source names every function again at each call. */
const built = [...nursery, 'dist/server/main.js'];
/** The product as it is delivered, in `dist`. */
export const build = () =>
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    cwd: join(import.meta.dirname, '..'),
    stdio: 'inherit',
  });

/** Starts the built product on a fresh store with so many outlets. */
export async function openCity({
  outlets,
  flags = [],
}: {
  outlets: number;
  /** Node's own. */
  flags?: readonly string[];
}): Promise<City> {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-bench-'));
  build();
  const settings = {
    HUIDAN_DATA: folder,
    HUIDAN_LOG: 'error',
    HUIDAN_ADMIN_PASSWORD: admin.password,
    HUIDAN_RATE_LIMIT: '0',
    HUIDAN_PUSH_RATE_LIMIT: '0',
    HUIDAN_LOGIN_RATE_LIMIT: '0',
  };
  const server = await startServer(settings, { program: [...flags, ...built] });
  const api = createApi(server.url);
  const token = await (await logIn(api, '/login', admin)).token();
  await seedCity(api, { token, outlets, hasScreen: false });
  const key = await api.must<Key>('POST', '/channel-keys', { token, body: { channel: 'open', shopIds: [] } });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { server, token, key, folder, stop };
}

/** Menu and outlets by the public API; without a screen none is waited for. */
export async function seedCity(
  api: Api,
  { token, outlets, hasScreen }: { token: string; outlets: number; hasScreen: boolean },
): Promise<void> {
  await api.must('PUT', '/menu', { token, body: menu });
  for (let from = 0; from < outlets; from += 16)
    await Promise.all(
      Array.from({ length: Math.min(16, outlets - from) }, (_, i) =>
        api.must('PUT', `/outlets/outlet-${from + i}`, { token, body: { ...outlet(from + i), hasScreen } }),
      ),
    );
}

const categories = [...new Set(dishes.map(dish => dish.category))];
const menu = {
  categories: categories.map((name, i) => ({ id: `c${i + 1}`, name })),
  dishes: dishes.map(({ category, options: _options, ...dish }) => ({
    ...dish,
    categoryId: `c${categories.indexOf(category) + 1}`,
  })),
};

/** Kitchens so wide that a bench never fills them. */
const outlet = (i: number) => ({
  name: `Outlet ${i}`,
  address: `${i} Garden Road`,
  point: pointOf(i),
  timeZone: 'Asia/Shanghai',
  region: 'city',
  zones: [{ radiusM: 4000 }],
  hours: { weekly: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }], exceptions: [] },
  stations: Object.fromEntries(['wok', 'steam', 'cold', 'drinks'].map(station => [station, { parallel: 1000 }])),
});

const bodyBytes = 3000;

/** A paid delivery of eight lines, 3 kB as sent, ridden by the platform; the chain's, so that an outlet is chosen. */
export function orderBody(externalId: string, i: number): string {
  const lines = Array.from({ length: 8 }, (_, n) => {
    const dish = dishes[(i + n) % dishes.length]!;
    return {
      externalDishId: dish.id,
      name: dish.name,
      quantity: 1 + (n % 2),
      unitPriceFen: dish.priceFen,
      options: [{ name: '微辣', quantity: 1, priceFen: 0 }],
    };
  });
  const itemsFen = lines.reduce((sum, { quantity, unitPriceFen }) => sum + quantity * unitPriceFen, 0);
  const order = {
    externalId,
    shopId: '',
    kind: 'delivery',
    deliveredBy: 'platform',
    placedAt: new Date().toISOString(),
    diner: { name: 'Guest', phone: '13800000001' },
    dropOff: { point: pointOf(i * 7 + 3), datum: 'WGS84', address: '1 Garden Road' },
    lines,
    money: { itemsFen, packagingFen: 0, deliveryFen: 500, discountFen: 0, totalFen: itemsFen + 500 },
    payment: 'paid',
    note: '',
  };
  const missing = Math.max(0, bodyBytes - Buffer.byteLength(JSON.stringify(order)));
  const share = Math.ceil(missing / (lines.length + 1));
  const padded = lines.map(line => ({
    ...line,
    note: 'no onions please '.repeat(20).slice(0, Math.max(0, share - 10)),
  }));
  return JSON.stringify({ ...order, lines: padded, note: 'ring twice '.repeat(40).slice(0, share) });
}

/** A signed push. */
export const shot = (key: Key, path: string, body: string): Shot => ({
  path,
  body,
  headers: openHeaders(key, { method: 'POST', path, raw: body }),
});

let counter = 0;
/** So many new orders, signed now. */
export const newOrders = (key: Key, count: number): Shot[] =>
  Array.from({ length: count }, () => {
    const i = counter++;
    return shot(key, ordersPath, orderBody(`bench-${i}`, i));
  });
/** The same orders again, signed anew: what a platform that heard no answer sends. */
export const again = (key: Key, shots: readonly Shot[]): Shot[] => shots.map(({ path, body }) => shot(key, path, body));
/** Their cancels: the places they held come back. */
export const cancels = (key: Key, shots: readonly Shot[]): Shot[] =>
  shots.map(({ body }) => {
    const { externalId } = JSON.parse(body) as { externalId: string };
    return shot(key, cancelsPath, JSON.stringify({ externalId, shopId: '', reason: 'bench' }));
  });
