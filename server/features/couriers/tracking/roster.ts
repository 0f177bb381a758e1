/** The couriers on duty, held in memory: loaded once, then kept up by what the store tells. */
import type { Courier } from '../../../contract/couriers.ts';
import type { CourierStore } from '../store.ts';

interface Needs {
  store: CourierStore;
  /** Told of every courier who is newly known, or known anew. */
  changed(courier: Courier): void;
}

export function createRoster({ store, changed }: Needs) {
  const held = new Map<string, Courier>();
  let loading: Promise<void> | null = null;

  const put = (courier: Courier) => {
    const known = held.get(courier.id);
    if (known && known.version >= courier.version) return;
    held.set(courier.id, courier);
    changed(courier);
  };
  const load = async () => {
    for (const status of ['on', 'leaving'] as const) for (const courier of await store.withStatus(status)) put(courier);
  };
  return {
    put,
    /** Waits for the first load. */
    ready: () => (loading ??= load()),
    /** Reads everything on duty again: heals whatever was not heard of. */
    reload: load,
    /** The courier if it was ever on duty here or heard of; otherwise ask the store. */
    get: (id: string) => held.get(id) ?? null,
    onDuty: () => [...held.values()].filter(courier => courier.status !== 'off'),
  };
}
export type Roster = ReturnType<typeof createRoster>;
