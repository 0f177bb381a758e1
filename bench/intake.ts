/** What taking an order costs: CPU, orders a second, and p99 at half of that, against the least a server can do. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { again, type City, cancels, newOrders, nursery, openCity } from './city.ts';
import { type Host, startHost } from './hosts/child.ts';
import { againstFloor, atLeast, type Line, median, percentile } from './line.ts';
import { createGun, type Gun, type Shot, type Volley } from './load.ts';
import { cpuUs, quiet } from './process.ts';

const windows = 10;
const windowMs = 1500;
const connections = 128;
const outlets = 500;
/** More than anybody takes in a window. */
const shotsAWindow = 15_000;

interface Side {
  gun: Gun;
  pid: number;
}
interface Window {
  cpuUsEach: number;
  perS: number;
}

function checked(volley: Volley): Volley {
  if (volley.failed > 0) throw new Error(`${volley.failed} of the orders were not taken: ${volley.example}`);
  return volley;
}

async function flatOut({ gun, pid }: Side, shots: readonly Shot[], forMs = windowMs): Promise<Window> {
  await quiet(pid);
  const before = cpuUs(pid);
  const { taken, tookS } = checked(await gun.flatOut(shots, forMs));
  return { cpuUsEach: (cpuUs(pid) - before) / taken, perS: taken / tookS };
}

interface Sides {
  floor: Side;
  /** The floor that keeps orders in the product's store. */
  storing: Side;
  product: Side;
}
/** Orders as fast as they are taken, on the floors and on the product by turns; what was held is given back in between. */
async function ceilings({ floor, storing, product }: Sides, city: City) {
  const found = { floor: [] as Window[], storing: [] as Window[], product: [] as Window[], repeat: [] as Window[] };
  for (let i = -1; i < windows; i++) {
    const onFloor = await flatOut(floor, newOrders(city.key, shotsAWindow));
    const onStore = await flatOut(storing, newOrders(city.key, shotsAWindow));
    const shots = newOrders(city.key, shotsAWindow);
    const fresh = await flatOut(product, shots);
    const taken = shots.slice(0, Math.floor(fresh.perS * (windowMs / 1000)));
    const repeated = await flatOut(product, again(city.key, taken), Number.POSITIVE_INFINITY);
    checked(await product.gun.flatOut(cancels(city.key, taken)));
    if (i < 0) continue;
    found.floor.push(onFloor);
    found.storing.push(onStore);
    found.product.push(fresh);
    found.repeat.push(repeated);
  }
  return found;
}

async function p99s(floor: Side, product: Side, { key, perS }: { key: City['key']; perS: number }) {
  const found = { floor: [] as number[], product: [] as number[] };
  const count = Math.round(perS * (windowMs / 1000));
  for (let i = -1; i < windows; i++)
    for (const [name, side] of [
      ['floor', floor],
      ['product', product],
    ] as const) {
      const shots = newOrders(key, count);
      await quiet(side.pid);
      const { latenciesMs } = checked(await side.gun.paced(shots, perS));
      if (name === 'product') checked(await side.gun.flatOut(cancels(key, shots)));
      if (i >= 0) found[name].push(percentile(latenciesMs, 0.99));
    }
  return found;
}

const medianOf = (found: readonly Window[], what: keyof Window) => median(found.map(window => window[what]));

async function floorOf(how: 'file' | 'store', secret: string) {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-floor-'));
  const host: Host = await startHost('intake-floor.ts', [how, folder, secret], how === 'store' ? nursery : []);
  const gun = createGun(host.url, connections);
  const stop = async () => {
    await gun.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { gun, pid: host.pid, stop };
}

/** `intake.stored` is no product: it is how much of the limit of `intake.cpu` the store alone takes. */
export async function intake(): Promise<Line[]> {
  const city = await openCity({ outlets });
  const floor = await floorOf('file', city.key.secret);
  const storing = await floorOf('store', city.key.secret);
  const product: Side = { gun: createGun(city.server.url, connections), pid: city.server.pid };
  try {
    const found = await ceilings({ floor, storing, product }, city);
    const perS = medianOf(found.product, 'perS');
    const late = await p99s(floor, product, { key: city.key, perS: perS / 2 });
    const freshUs = medianOf(found.product, 'cpuUsEach');
    const floorUs = medianOf(found.floor, 'cpuUsEach');
    return [
      againstFloor('intake.cpu', 'us', { value: freshUs, floor: floorUs, limit: 2.2 }),
      againstFloor('intake.stored', 'us', { value: medianOf(found.storing, 'cpuUsEach'), floor: floorUs, limit: 2.2 }),
      atLeast('intake.rate', 'orders/s', { value: perS, limit: 2500 }),
      againstFloor('intake.p99', 'ms', { value: median(late.product), floor: median(late.floor), limit: 4 }),
      againstFloor('duplicates.cpu', 'us', { value: medianOf(found.repeat, 'cpuUsEach'), floor: freshUs, limit: 0.5 }),
    ];
  } finally {
    await product.gun.close();
    await Promise.all([floor.stop(), storing.stop(), city.stop()]);
  }
}
