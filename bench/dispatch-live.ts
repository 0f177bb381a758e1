/** One new order into a city at work, through the real server: from the order's commit until a courier's screen has the route. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './city.ts';
import { startHost } from './hosts/child.ts';
import { atMost, type Line, percentile } from './line.ts';
import { connectScreens } from './screens.ts';

const couriers = 300;
const warmUp = 30;
const orders = 200;
const giveUpMs = 10_000;

interface Report {
  loopP99Ms: number;
  p50Ms: number;
  p99Ms: number;
}
const pause = (ms: number) => new Promise<void>(resolve => void setTimeout(resolve, ms));

/** Pairs the host's word on a commit with the first route that shows the order. */
function stopwatch() {
  const committed = new Map<string, bigint>();
  const shown = new Map<string, bigint>();
  return {
    commit: (id: string, atNs: bigint) => void committed.set(id, atNs),
    show(id: string, atNs: bigint) {
      if (!shown.has(id)) shown.set(id, atNs);
    },
    /** The order committed since, once a screen shows it: its id and the milliseconds between. */
    async next(known: ReadonlySet<string>): Promise<{ id: string; ms: number }> {
      for (const endMs = performance.now() + giveUpMs; performance.now() < endMs; await pause(1)) {
        const id = [...committed.keys()].find(one => !known.has(one));
        const at = id && shown.get(id);
        if (id && at) return { id, ms: Number(at - committed.get(id)!) / 1e6 };
      }
      throw new Error('an order did not reach any courier');
    },
    known: () => new Set(committed.keys()),
  };
}

export async function dispatchLive(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-live-'));
  build();
  const watch = stopwatch();
  const host = await startHost('dispatch-product.ts', [folder, randomBytes(12).toString('hex'), String(couriers)]);
  let told: (report: Report) => void = () => undefined;
  host.hear(message => {
    const { id, atNs, loopP99Ms } = message as { id?: string; atNs?: string; loopP99Ms?: number };
    if (id && atNs) watch.commit(id, BigInt(atNs));
    if (loopP99Ms !== undefined) told(message as Report);
  });
  const { tokens, stops } = host.hello as { tokens: Record<string, string>; stops: number };
  console.error(`${couriers} couriers, ${(stops / couriers).toFixed(2)} stops each`);
  const crowd = await connectScreens({
    ...{ url: host.url, rooms: Object.keys(tokens), each: 1, view: 'route', auth: room => ({ token: tokens[room]! }) },
    onTold({ item, atNs }) {
      for (const { orderId } of (item as { stops?: { orderId: string }[] }).stops ?? []) watch.show(orderId, atNs);
    },
  });
  try {
    const took: number[] = [];
    for (let i = -warmUp; i < orders; i++) {
      if (i === 0) host.tell({ what: 'watch' });
      const known = watch.known();
      host.tell({ what: 'order' });
      const { id, ms } = await watch.next(known);
      if (i >= 0) took.push(ms);
      await pause(60);
      host.tell({ what: 'give up', orderId: id });
      await pause(120);
    }
    const report = await new Promise<Report>(resolve => {
      told = resolve;
      host.tell({ what: 'report' });
    });
    return [
      atMost('dispatch.live.p50', 'ms', { value: percentile(took, 0.5), limit: 4 }),
      atMost('dispatch.live.p99', 'ms', { value: percentile(took, 0.99), limit: 16 }),
      atMost('dispatch.live.loop.p99', 'ms', { value: report.loopP99Ms, limit: 10 }),
    ];
  } finally {
    crowd.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
