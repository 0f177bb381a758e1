/** One new order into a city at work, through the real server: from the order's commit until the route is sent, and until a courier's screen, in another process, has it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './city.ts';
import { startHost } from './hosts/child.ts';
import { againstFloor, atMost, type Line, median, percentile } from './line.ts';
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

/** Pairs the host's word on a commit with the first route that has the order: sent by the host, seen by a screen. */
function stopwatch() {
  const committed = new Map<string, bigint>();
  const sent = new Map<string, bigint>();
  const seen = new Map<string, bigint>();
  return {
    commit: (id: string, atNs: bigint) => void committed.set(id, atNs),
    send: (id: string, atNs: bigint) => void sent.set(id, atNs),
    see(id: string, atNs: bigint) {
      if (!seen.has(id)) seen.set(id, atNs);
    },
    /** The order committed since, once a screen shows it: its id and the milliseconds between. */
    async next(known: ReadonlySet<string>): Promise<{ id: string; sentMs: number; seenMs: number }> {
      for (const endMs = performance.now() + giveUpMs; performance.now() < endMs; await pause(1)) {
        const id = [...committed.keys()].find(one => !known.has(one)) ?? '';
        const [at, sentNs, seenNs] = [committed.get(id), sent.get(id), seen.get(id)];
        if (at && sentNs && seenNs) return { id, sentMs: Number(sentNs - at) / 1e6, seenMs: Number(seenNs - at) / 1e6 };
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
    const { id, atNs, sentNs, loopP99Ms } = message as {
      id?: string;
      atNs?: string;
      sentNs?: string;
      loopP99Ms?: number;
    };
    if (id && atNs) watch.commit(id, BigInt(atNs));
    if (id && sentNs) watch.send(id, BigInt(sentNs));
    if (loopP99Ms !== undefined) told(message as Report);
  });
  const { tokens, stops } = host.hello as { tokens: Record<string, string>; stops: number };
  console.error(`${couriers} couriers, ${(stops / couriers).toFixed(2)} stops each`);
  const crowd = await connectScreens({
    ...{ url: host.url, rooms: Object.keys(tokens), each: 1, view: 'route', auth: room => ({ token: tokens[room]! }) },
    onTold({ item, atNs }) {
      for (const { orderId } of (item as { stops?: { orderId: string }[] }).stops ?? []) watch.see(orderId, atNs);
    },
  });
  try {
    const [sentMs, seenMs]: [number[], number[]] = [[], []];
    for (let i = -warmUp; i < orders; i++) {
      if (i === 0) host.tell({ what: 'watch' });
      const known = watch.known();
      host.tell({ what: 'order' });
      const next = await watch.next(known);
      if (i >= 0) {
        sentMs.push(next.sentMs);
        seenMs.push(next.seenMs);
      }
      await pause(60);
      host.tell({ what: 'give up', orderId: next.id });
      await pause(120);
    }
    const report = await new Promise<Report>(resolve => {
      told = resolve;
      host.tell({ what: 'report' });
    });
    return [
      atMost('dispatch.live.p50', 'ms', { value: percentile(sentMs, 0.5), limit: 4 }),
      atMost('dispatch.live.p99', 'ms', { value: percentile(sentMs, 0.99), limit: 16 }),
      againstFloor('dispatch.live.seen', 'ms', { value: median(seenMs), floor: median(sentMs), limit: 2 }),
      atMost('dispatch.live.loop.p99', 'ms', { value: report.loopP99Ms, limit: 10 }),
    ];
  } finally {
    crowd.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
