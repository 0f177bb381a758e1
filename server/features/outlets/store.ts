/** The outlets' collection and its queries. */
import { Outlet } from '../../contract/outlets.ts';
import { type CollectionSpec, collection, type Db, type Doc, type Store } from '../../infra/store/port.ts';
import { wholeRange } from '../../infra/store/whole.ts';

export const outletSpec = collection('outlets', Outlet, {
  ranges: { all: ['id'], byRegion: ['region', 'id'], due: ['wakeAt'] },
});
export const outletsSpecs = [outletSpec] as unknown as CollectionSpec<Doc>[];

/** Outlets live for years: only the newest facts stay. */
const factsKept = 100;
const recent = (outlet: Outlet): Outlet =>
  outlet.log.length > factsKept ? { ...outlet, log: outlet.log.slice(-factsKept) } : outlet;

export function outletStore(db: Db) {
  const store = db.of(outletSpec);
  const docs: Store<Outlet> = {
    ...store,
    get: async id => {
      const outlet = await store.get(id);
      return outlet && recent(outlet);
    },
  };
  return {
    docs,
    all: () => wholeRange(store, 'all', {}),
    /** Closed outlets whose time to open again has come. */
    due: (now: Date) => store.range('due', { wakeAt: { to: now } }, { limit: 200 }),
  };
}
export type OutletStore = ReturnType<typeof outletStore>;
