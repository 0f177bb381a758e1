/** What a connected screen costs in memory, and whether memory stays flat over a rush. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../lab/api.ts';
import { logIn } from '../lab/login.ts';
import { cancels, newOrders, openCity, seedCity } from './city.ts';
import { type Host, startHost } from './hosts/child.ts';
import { atMost, type Line, median } from './line.ts';
import { createGun } from './load.ts';
import { quiet, rssKb } from './process.ts';
import { connectScreens } from './screens.ts';

const rooms = Array.from({ length: 100 }, (_, i) => `outlet-${i}`);
const each = 10;
const minMs = 60_000;
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** After a full collection, medians of a few: what the kernel counts, and what the heap holds. */
async function heldKb(host: Host): Promise<{ resident: number; heap: number }> {
  const [resident, heap]: [number[], number[]] = [[], []];
  for (let i = 0; i < 5; i++) {
    const said = new Promise<{ heldKb: number }>(resolve =>
      host.hear(message => 'heldKb' in (message as object) && resolve(message as { heldKb: number })),
    );
    host.tell({});
    heap.push((await said).heldKb);
    await wait(500);
    resident.push(rssKb(host.pid));
  }
  return { resident: median(resident), heap: median(heap) };
}

/** A thousand kitchen screens, each watching its outlet's tickets, less the same server without them. */
export async function screens(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-memory-'));
  const password = randomBytes(12).toString('hex');
  const host = await startHost('push-product.ts', [folder, password], ['--expose-gc']);
  const api = createApi(host.url);
  const token = await (await logIn(api, '/login', { login: 'admin', password })).token();
  await seedCity(api, { token, outlets: rooms.length, hasScreen: true });
  const auth = () => ({ token });
  const connect = (some: readonly string[]) =>
    connectScreens({ url: host.url, rooms: some, each, view: 'tickets', auth, onTold: () => undefined });
  try {
    // Code that the first screens load is not what a screen costs.
    const first = await connect(rooms.slice(0, 2));
    first.close();
    await wait(1000);
    const idle = await heldKb(host);
    const crowd = await connect(rooms);
    await wait(2000);
    const full = await heldKb(host);
    crowd.close();
    // Pages that the start left free hide growth from the kernel's count, and sockets are not in the heap: the larger counts.
    const eachKb = Math.max(full.resident - idle.resident, full.heap - idle.heap) / crowd.count;
    return [atMost('memory.screen', 'kB', { value: eachKb, limit: 40 })];
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const rushPerS = 200;
const warmUpMin = 12;
const rushMin = 10;

interface Sample {
  atMs: number;
  kb: number;
}
const collecting = ['--import', './bench/hosts/collect.js'];

/** Resident memory once everything nobody holds has been collected. */
async function afterCollection(pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR2');
  await quiet(pid);
  return rssKb(pid);
}
/** The lowest of each minute: what lies above is work that was still under way. */
function lowest(samples: readonly Sample[]): Sample[] {
  const minutes = new Map<number, Sample>();
  for (const sample of samples) {
    const minute = Math.floor(sample.atMs / minMs);
    if (sample.kb < (minutes.get(minute)?.kb ?? Number.POSITIVE_INFINITY)) minutes.set(minute, sample);
  }
  return [...minutes.values()];
}

/** Growth in MB an hour by least squares. */
function slope(samples: readonly Sample[]): number {
  const meanMs = samples.reduce((sum, { atMs }) => sum + atMs, 0) / samples.length;
  const meanKb = samples.reduce((sum, { kb }) => sum + kb, 0) / samples.length;
  let [over, under] = [0, 0];
  for (const { atMs, kb } of samples) {
    over += (atMs - meanMs) * (kb - meanKb);
    under += (atMs - meanMs) ** 2;
  }
  return ((over / under) * 3_600_000) / 1024;
}

/** A steady rush of orders, each cancelled a little later, so that what is open stays the same. */
export async function flat(): Promise<Line[]> {
  const city = await openCity({ outlets: 500, flags: collecting });
  const gun = createGun(city.server.url, 32);
  const samples: Sample[] = [];
  const beganMs = performance.now();
  try {
    while (performance.now() - beganMs < (warmUpMin + rushMin) * minMs) {
      const shots = newOrders(city.key, rushPerS * 5);
      const taken = await gun.paced(shots, rushPerS);
      const given = await gun.paced(cancels(city.key, shots), rushPerS * 2);
      if (taken.failed + given.failed > 0) throw new Error(taken.example ?? given.example ?? 'refused');
      const kb = await afterCollection(city.server.pid);
      const atMs = performance.now() - beganMs;
      if (atMs >= warmUpMin * minMs) samples.push({ atMs, kb });
    }
    return [atMost('memory.growth', 'MB/h', { value: slope(lowest(samples)), limit: 1 })];
  } finally {
    await gun.close();
    await city.stop();
  }
}

export const memory = async (): Promise<Line[]> => [...(await screens()), ...(await flat())];
