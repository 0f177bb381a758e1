/** What screens see of outlets: open or closed, and why. */
import type { Policy } from '../../contract/access.ts';
import { type Outlet, OutletView, type OutletView as Seen } from '../../contract/outlets.ts';
import { type View, view } from '../../infra/live/view.ts';
import type { CollectionSpec } from '../../infra/store/port.ts';

export interface LiveNeeds {
  source: CollectionSpec<Outlet>;
  outlets: {
    all(): readonly Outlet[];
    get(id: string): Outlet | null;
    isOpen(id: string): boolean;
    ready(): Promise<void>;
  };
}
export const readers: Policy = {
  who: ['head_office', 'manager', 'kitchen', 'agent', 'dispatcher'],
  scope: 'outlet',
};

export function presentOutlet(outlet: Outlet, openNow: boolean): Seen {
  const { log: _log, wakeAt: _wakeAt, ...shown } = outlet;
  return { ...shown, openNow, can: outlet.open.isOpen ? ['close'] : ['open'] };
}

export function outletViews({ source, outlets }: LiveNeeds): View[] {
  return [
    view({
      name: 'outlets',
      summary: 'One outlet, or `all`, with its hours, zones and whether it is open',
      source,
      policy: readers,
      params: of => ({ outletId: of }),
      of: outlet => [outlet.id, 'all'],
      present: outlet => presentOutlet(outlet, outlets.isOpen(outlet.id)),
      load: async of => {
        await outlets.ready();
        if (of === 'all') return [...outlets.all()];
        const outlet = outlets.get(of);
        return outlet ? [outlet] : [];
      },
      item: OutletView,
    }),
  ];
}
