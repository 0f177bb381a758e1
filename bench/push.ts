/** From an order's commit to the last of the ten screens of its outlet, with a thousand screens connected; beside a bare socket.io server. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../lab/api.ts';
import { logIn } from '../lab/login.ts';
import { orderBody, seedCity } from './city.ts';
import { type Host, startHost } from './hosts/child.ts';
import { againstFloor, type Line, median } from './line.ts';
import { connectScreens, type Told } from './screens.ts';

const rooms = Array.from({ length: 100 }, (_, i) => `outlet-${i}`);
const each = 10;
const windows = 12;
const pushesAWindow = 20;
const giveUpMs = 10_000;

/** Pairs what a host says it has sent with what the screens have seen. */
function stopwatch(host: Host) {
  const sent = new Map<string, bigint>();
  const seen = new Map<string, { count: number; lastNs: bigint }>();
  const waiting = new Map<string, (ms: number) => void>();
  const settle = (id: string) => {
    const [began, all] = [sent.get(id), seen.get(id)];
    if (began === undefined || all === undefined || all.count < each) return;
    waiting.get(id)?.(Number(all.lastNs - began) / 1e6);
    waiting.delete(id);
  };
  host.hear(message => {
    const { id, atNs } = message as { id?: string; atNs?: string };
    if (!id || !atNs) return;
    sent.set(id, BigInt(atNs));
    settle(id);
  });
  return {
    told({ id, atNs }: Told) {
      const all = seen.get(id) ?? { count: 0, lastNs: 0n };
      if (all.count >= each) return;
      seen.set(id, { count: all.count + 1, lastNs: atNs });
      settle(id);
    },
    /** Milliseconds until the last screen had it. */
    until: (id: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${id} did not reach every screen`)), giveUpMs);
        waiting.set(id, ms => {
          clearTimeout(timer);
          resolve(ms);
        });
        settle(id);
      }),
    /** The id of what comes to a screen next that nobody waited for yet. */
    sentIds: () => [...sent.keys()],
  };
}

const pause = () => new Promise(resolve => setTimeout(resolve, 20));

export async function push(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-push-'));
  const password = randomBytes(12).toString('hex');
  const [product, floor] = [await startHost('push-product.ts', [folder, password]), await startHost('push-floor.ts')];
  const api = createApi(product.url);
  const token = await (await logIn(api, '/login', { login: 'admin', password })).token();
  await seedCity(api, { token, outlets: rooms.length, hasScreen: true });
  const [onProduct, onFloor] = [stopwatch(product), stopwatch(floor)];
  let item: object = {};
  const crowds = [
    await connectScreens({
      ...{ url: product.url, rooms, each, view: 'tickets', auth: () => ({ token }) },
      onTold: told => {
        item = told.item;
        onProduct.told(told);
      },
    }),
    await connectScreens({ url: floor.url, rooms, each, auth: room => ({ room }), onTold: onFloor.told }),
  ];
  let n = 0;
  const byProduct = async (): Promise<number> => {
    const before = new Set(onProduct.sentIds());
    const body = JSON.parse(orderBody(`push-${n}`, n)) as object;
    const room = rooms[n++ % rooms.length]!;
    product.tell({ order: { ...body, channel: 'open', deliveredBy: 'platform', outletId: room, raw: '' } });
    for (;;) {
      const id = onProduct.sentIds().find(one => !before.has(one));
      if (id) return onProduct.until(id);
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  const byFloor = (): Promise<number> => {
    const id = `floor-${n++}`;
    floor.tell({ room: rooms[n % rooms.length]!, id, item });
    return onFloor.until(id);
  };
  const run = async (once: () => Promise<number>) => {
    const took: number[] = [];
    for (let i = 0; i < pushesAWindow; i++) {
      took.push(await once());
      await pause();
    }
    return median(took);
  };
  try {
    const found = { product: [] as number[], floor: [] as number[] };
    for (let i = -1; i < windows; i++) {
      const [a, b] = [await run(byProduct), await run(byFloor)];
      if (i < 0) continue;
      found.product.push(a);
      found.floor.push(b);
    }
    return [againstFloor('push.p50', 'ms', { value: median(found.product), floor: median(found.floor), limit: 2 })];
  } finally {
    for (const crowd of crowds) crowd.close();
    await Promise.all([product.stop(), floor.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
