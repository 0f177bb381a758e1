/** One document, one truth: every change is one compare-and-set that moves the state and appends the fact. */
import type { Actor, Fact } from '../contract/common.ts';
import type { NewFact } from '../contract/facts.ts';
import { system } from '../contract/system.ts';
import { Fault, Stale } from './faults.ts';
import type { Doc, Store } from './store/port.ts';

export interface Aggregate extends Doc {
  log: Fact[];
}

/** When, by whom and why a change is made. */
export interface Stamp {
  at: Date;
  actor?: Actor;
  cause?: string;
}

/** The version a person had before them when they decided; null: they do not say. 0: there was nothing yet. */
export type Seen = number | null;

/** What a change does: the fields it sets and the facts it states; null: nothing to do. */
export type Step<T> = { set: Partial<T>; facts: readonly NewFact[] } | null;

/** The document's next version: fields set, facts appended with that version. */
export function evolve<T extends Aggregate>(doc: T, step: NonNullable<Step<T>>, stamp: Stamp): T {
  const version = doc.version + 1;
  return { ...doc, ...step.set, version, log: [...doc.log, ...step.facts.map(fact => recorded(fact, version, stamp))] };
}

/** The facts a new document begins with. */
export const begin = (facts: readonly NewFact[], stamp: Stamp): Fact[] => facts.map(fact => recorded(fact, 1, stamp));

function recorded(fact: NewFact, v: number, { at, actor = system, cause }: Stamp): Fact {
  return { v, at, name: fact.name, actor, ...(cause === undefined ? {} : { cause }), data: fact.data };
}

/**
 * Reads, decides and replaces until nobody was faster (at most `tries` times, then `conflict`).
 * `decide` is called afresh with what is stored; it answers null when nothing is to be done, and may throw a Fault.
 * `seen`, the version a person had before them: throws `Stale` when it is not the one that is stored.
 * `held`, a copy in memory, saves the first read: only for those whom its answer "nothing to do" may serve a moment late.
 */
export async function change<T extends Aggregate>(
  store: Store<T>,
  id: string,
  {
    decide,
    stamp,
    seen = null,
    held,
    tries = 20,
  }: { decide: (doc: T) => Step<T>; stamp: Stamp; seen?: Seen; held?: T; tries?: number },
): Promise<T> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const doc = attempt === 0 && held ? held : await store.get(id);
    if (!doc) throw new Fault('not_found', `There is no ${id}`);
    if (seen !== null && doc.version !== seen) throw new Stale(doc);
    const step = decide(doc);
    if (!step) return doc;
    const next = evolve(doc, step, stamp);
    if (await store.replaceIf(next, { version: doc.version })) return next;
  }
  throw new Fault('conflict', 'This has just been changed by someone else, again and again', { id });
}
