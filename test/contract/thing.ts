/** What the contract suite stores: every kind of field a key or range can read. */
import { z } from 'zod';
import { Fact } from '../../server/contract/common.ts';
import { type CollectionSpec, collection, type Db, type Doc } from '../../server/infra/store/port.ts';

export const Thing = z.object({
  id: z.string(),
  version: z.number().int(),
  group: z.string(),
  state: z.string(),
  rank: z.number().nullable(),
  at: z.date().nullable(),
  code: z.string().nullable(),
  inner: z.object({ name: z.string().nullable() }),
  bag: z.record(z.string(), z.unknown()),
  letter: z.string(),
  log: z.array(Fact),
});
export type Thing = z.infer<typeof Thing>;

export const things = collection('things', Thing, {
  unique: { code: ['group', 'code'], name: ['inner.name'] },
  ranges: {
    byRank: ['group', 'state', 'rank'],
    byTime: ['group', 'at'],
    due: ['at'],
    all: ['id'],
    byName: ['inner.name'],
  },
  once: 'letter',
});
export const others = collection('others', Thing, { ranges: { all: ['id'] } });
export const specs = [things, others] as unknown as CollectionSpec<Doc>[];

export const thing = (id: string, more: Partial<Thing> = {}): Thing => ({
  id,
  version: 1,
  group: 'g',
  state: 's',
  rank: null,
  at: null,
  code: null,
  inner: { name: null },
  bag: {},
  letter: '',
  log: [],
  ...more,
});
export const next = (doc: Thing, more: Partial<Thing> = {}): Thing => ({ ...doc, ...more, version: doc.version + 1 });

/** A store that is empty, and how to end it. */
export interface Opened {
  db: Db;
  close(): Promise<void>;
}
export type Opener = () => Promise<Opened>;

/** Waits for a state, never for a time. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 5));
}
