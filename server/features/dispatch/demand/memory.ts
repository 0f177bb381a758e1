/** What was ordered where and when: whole quarters of an hour counted from the stored orders, each once, whoever counts. */
import type { Order } from '../../../contract/orders.ts';
import type { DemandMemory } from '../../../contract/regions.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Orders } from '../../orders/index.ts';
import type { Book } from '../planning/book.ts';
import { expectedReadyAt } from '../rules/opening.ts';
import type { OpenOrder } from '../rules/types.ts';
import type { DispatchStore } from '../store.ts';
import { areaOf, blank, counted, latenessOf, type Placed, quarterBefore, quarterMs, ratesAt } from './rules/demand.ts';

interface Needs {
  store: Pick<DispatchStore, 'demand'>;
  orders: Pick<Orders, 'placed'>;
  book: Pick<Book, 'all' | 'outlet'>;
  clock: Clock;
  zone: string;
}
const dayMs = 86_400_000;
/** A region that counts for the first time begins so far back. */
const historyMs = 14 * dayMs;
/** Orders are in the store this long after they were placed. */
const settleMs = 60_000;
/** Longer than any order waits to be counted. */
const heardMs = 3 * quarterMs;

export function createDemandMemory({ store, orders, book, clock, zone }: Needs) {
  const held = new Map<string, DemandMemory>();
  let last: { key: string; orders: readonly Order[] } = { key: '', orders: [] };

  /** Orders placed not long ago, as they were last heard of. */
  const heard = new Map<string, Pick<OpenOrder, 'placedAt' | 'readyAt'> & Pick<Order, 'outletId'>>();

  const put = (memory: DemandMemory) => {
    if ((held.get(memory.id)?.version ?? 0) < memory.version) held.set(memory.id, memory);
    return held.get(memory.id)!;
  };
  const emptyOf = (id: string): DemandMemory => {
    const since = quarterBefore(new Date(clock.now().getTime() - historyMs));
    return { id, version: 1, ...blank(since), log: [] };
  };
  /** As far as it has been counted; a question makes no document. */
  const read = async (region: string): Promise<DemandMemory> => {
    const known = held.get(region);
    if (known) return known;
    const stored = await store.demand.get(region);
    return stored ? put(stored) : emptyOf(region);
  };
  const load = async (region: string): Promise<DemandMemory> => {
    const known = held.get(region);
    if (known) return known;
    const empty = emptyOf(region);
    const stored = await store.demand.insert(empty);
    return put(stored.inserted ? empty : stored.existing);
  };
  /** Regions are counted one after the other over the same quarters: the last reading serves them all. */
  const placedBetween = async (from: Date, to: Date): Promise<readonly Order[]> => {
    const key = `${from.getTime()} ${to.getTime()}`;
    if (last.key !== key) last = { key, orders: (await orders.placed({ from, to })).filter(isRidden) };
    return last.orders;
  };
  const placedIn = async (region: string, from: Date, to: Date): Promise<Placed[]> => {
    const found: Placed[] = [];
    for (const order of await placedBetween(from, to)) {
      const outlet = book.outlet(order.outletId ?? '');
      if (outlet?.region !== region) continue;
      found.push({ area: areaOf(outlet.point), placedAt: order.placedAt, readyAt: expectedReadyAt(order) });
    }
    return found;
  };
  /** One day at most; false: nothing whole is left to count. */
  const countDay = async (region: string): Promise<boolean> => {
    const { countedTo: from } = await load(region);
    const end = quarterBefore(new Date(clock.now().getTime() - settleMs)).getTime();
    const to = new Date(Math.min(end, from.getTime() + dayMs));
    if (to.getTime() - from.getTime() < quarterMs) return false;
    const placed = await placedIn(region, from, to);
    // Whoever was faster has counted the same quarters: only those after `countedTo` are added to what is stored.
    const saved = await change(store.demand, region, {
      decide: memory => (memory.countedTo < to ? { set: counted(memory, placed, { to, zone }), facts: [] } : null),
      stamp: { at: clock.now() },
    });
    put(saved);
    return true;
  };
  /** What has been placed since the last count, whether it is open or over by now. */
  const fresh = (region: string): Placed[] => {
    const list: Placed[] = [];
    for (const { outletId, placedAt, readyAt } of new Map([...heard, ...open()]).values()) {
      const outlet = book.outlet(outletId ?? '');
      if (outlet?.region === region) list.push({ area: areaOf(outlet.point), placedAt, readyAt });
    }
    return list;
  };
  const open = () => [...book.all()].map(order => [order.id, order] as const);
  return {
    put,
    read,
    see(order: Order) {
      const since = clock.now().getTime() - heardMs;
      for (const [id, { placedAt }] of heard) {
        if (placedAt.getTime() >= since) break;
        heard.delete(id);
      }
      const { outletId, placedAt } = order;
      if (isRidden(order) && placedAt.getTime() >= since)
        heard.set(order.id, { outletId, placedAt, readyAt: expectedReadyAt(order) });
    },
    /** The clock's part. */
    async count(region: string) {
      while (await countDay(region));
    },
    /** What may be expected now: orders a minute by area, and how long they would wait by how far the courier is. */
    async expected(region: string) {
      const [memory, now] = [await read(region), clock.now()];
      const placed = fresh(region);
      return { rates: ratesAt(memory, placed, { now, zone }), lateness: latenessOf(memory, placed, now) };
    },
  };
}
export type DemandMemoryKeeper = ReturnType<typeof createDemandMemory>;

/** Work for our own couriers. */
const isRidden = ({ kind, deliveredBy }: Order): boolean => kind === 'delivery' && deliveredBy === 'own';
