/** Incidents: their collection and every query on it. */
import { Incident, type IncidentStatus } from '../../contract/service.ts';
import { collection, type Db } from '../../infra/store/port.ts';

export const incidentSpec = collection('incidents', Incident, {
  ranges: {
    byOrder: ['orderId', 'openedAt'],
    byStatus: ['status', 'openedAt'],
    byOutlet: ['outletId', 'status', 'openedAt'],
    due: ['wakeAt'],
  },
});
export const serviceSpecs = [incidentSpec];

export function incidentStore(db: Db) {
  const store = db.of(incidentSpec);
  return {
    store,
    ofOrder: (orderId: string) => store.range('byOrder', { orderId }, { limit: 50 }),
    /** Newest first. */
    inStatus: (status: IncidentStatus, { outletId, limit }: { outletId?: string | undefined; limit: number }) =>
      outletId === undefined
        ? store.range('byStatus', { status }, { limit, order: 'desc' })
        : store.range('byOutlet', { outletId, status }, { limit, order: 'desc' }),
    due: (now: Date, limit: number) => store.range('due', { wakeAt: { to: now } }, { limit }),
  };
}
export type IncidentStore = ReturnType<typeof incidentStore>;
