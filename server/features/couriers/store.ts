/** The couriers' collection and every query on it. */
import { Courier, type CourierStatus } from '../../contract/couriers.ts';
import { collection, type Db, type Store } from '../../infra/store/port.ts';
import { wholeRange } from '../../infra/store/whole.ts';

export const courierSpec = collection('couriers', Courier, {
  ranges: { byRegion: ['region', 'id'], byStatus: ['status', 'id'], due: ['wakeAt'] },
});

/** A courier rides for years: only the newest facts stay in the document. */
const factsKept = 200;
const recent = (courier: Courier): Courier =>
  courier.log.length > factsKept ? { ...courier, log: courier.log.slice(-factsKept) } : courier;

export function courierStore(db: Db) {
  const store = db.of(courierSpec);
  const trimmed: Store<Courier> = {
    ...store,
    get: async id => {
      const courier = await store.get(id);
      return courier && recent(courier);
    },
  };
  return {
    docs: trimmed,
    insert: (courier: Courier) => store.insert(courier),
    get: (id: string) => trimmed.get(id),
    inRegion: (region: string) => wholeRange(store, 'byRegion', { region }),
    withStatus: (status: CourierStatus) => wholeRange(store, 'byStatus', { status }),
    due: (now: Date) => store.range('due', { wakeAt: { to: now } }, { limit: 200 }),
  };
}
export type CourierStore = ReturnType<typeof courierStore>;
