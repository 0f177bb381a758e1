/** The tail: follows the store and hands every fact just appended to whoever asked for it. Fast, not certain: the clock drains too. */
import type { Fact } from '../contract/common.ts';
import type { FactData, FactName } from '../contract/facts.ts';
import type { Aggregate } from './aggregate.ts';
import { Fault } from './faults.ts';
import type { Logger } from './log.ts';
import type { Change, Db, Following } from './store/port.ts';

export interface Told<N extends FactName = FactName> {
  name: N;
  data: FactData<N>;
  fact: Fact;
  /** The document as it stood right after (or later, after a restart). Do not change it. */
  doc: Aggregate;
}

type Handler = (told: Told) => void | Promise<void>;
type Watcher = (change: Change) => void;
type Reader = () => Promise<unknown>;
const readAgainMs = 500;

/** Handlers by fact, watchers by collection; `start` begins to follow, `settled` waits until all told so far is handled. */
export function createFacts({ db, log }: { db: Db; log: Logger }) {
  const handlers = new Map<string, Handler[]>();
  const watchers = new Map<string, Watcher[]>();
  const specs = new Map<string, { name: string }>();
  /** Handlers at work, and who waits until none is. */
  let busy = 0;
  const waiting: (() => void)[] = [];
  const readers: Reader[] = [];
  let following: Following | null = null;
  /** How often changes were lost, and how many of these losses are made up for. */
  const losses = { told: 0, madeUp: 0 };
  let stopped = false;

  const run = async (handler: Handler, told: Told) => {
    busy++;
    // Whoever watches hears of all that came together first.
    await Promise.resolve();
    try {
      await handler(told);
    } catch (error) {
      log.error({ err: error, fact: told.name, id: told.doc.id }, 'a fact was not handled');
    }
    if (--busy === 0) for (const settled of waiting.splice(0)) settled();
  };
  const tell = (change: Change) => {
    for (const watcher of watchers.get(change.collection) ?? []) watcher(change);
    const doc = change.doc as Aggregate | null;
    for (let i = (doc?.log?.length ?? 0) - 1; i >= 0; i--)
      if (doc!.log[i]!.v < change.version) return handOn(doc!, i + 1, change.version);
    if (doc?.log) handOn(doc, 0, change.version);
  };
  const handOn = (doc: Aggregate, from: number, version: number) => {
    for (const fact of doc.log.slice(from)) {
      if (fact.v !== version) continue;
      const told = { name: fact.name, data: fact.data, fact, doc } as Told;
      for (const handler of handlers.get(fact.name) ?? []) void run(handler, told);
    }
  };
  /** Until everything kept has been read again nothing here is current, so it does not give up. */
  const makeUp = async () => {
    while (losses.madeUp < losses.told && !stopped) {
      const { told } = losses;
      try {
        for (const read of readers) await read();
        losses.madeUp = told;
      } catch (error) {
        log.error({ err: error }, 'what was lost could not be read again');
        await new Promise(resolve => setTimeout(resolve, readAgainMs));
      }
    }
  };
  const lose = () => {
    if (losses.told++ === losses.madeUp) void makeUp();
  };
  const isCurrent = () => losses.madeUp === losses.told && (following?.isCurrent() ?? true);
  return {
    /** Declares a collection whose changes are followed. */
    source: (spec: { name: string }) => void specs.set(spec.name, spec),
    on<N extends FactName>(name: N, handler: (told: Told<N>) => void | Promise<void>) {
      handlers.set(name, [...(handlers.get(name) ?? []), handler as unknown as Handler]);
    },
    /** Every change of a collection, in commit order, synchronously. */
    watch(spec: { name: string }, watcher: Watcher) {
      specs.set(spec.name, spec);
      watchers.set(spec.name, [...(watchers.get(spec.name) ?? []), watcher]);
    },
    /** Reads what is kept again after the store lost changes; in the order of asking, and again until all succeed. */
    onLost: (reader: Reader) => void readers.push(reader),
    /** False: what is kept here may be behind the store, and nobody should be told that it is the truth. */
    isCurrent,
    /** Resolves when the store answers and what is kept here is what it holds; throws `unavailable` otherwise. */
    async ready() {
      if (!isCurrent()) throw new Fault('unavailable', 'What was missed of the store is being read again');
      await db.ping();
    },
    async start() {
      following = await db.follow([...specs.values()], null, changes => changes.forEach(tell), lose);
    },
    async settled() {
      while (busy > 0) await new Promise<void>(resolve => waiting.push(resolve));
    },
    async stop() {
      stopped = true;
      await following?.stop();
      await this.settled();
    },
  };
}
export type Facts = ReturnType<typeof createFacts>;
