/** Outlets joined: the directory in memory, changes of outlets, and which outlet cooks an order. */
import type { Actor } from '../../contract/common.ts';
import type { Order } from '../../contract/orders.ts';
import type { Outlet, OutletBody, Quote } from '../../contract/outlets.ts';
import type { Seen } from '../../infra/aggregate.ts';
import type { Clock } from '../../infra/clock.ts';
import { Fault } from '../../infra/faults.ts';
import type { Logger } from '../../infra/log.ts';
import { type Catalog, sharedMs } from '../catalog/index.ts';
import type { Orders } from '../orders/index.ts';
import { createDirectory } from './houses/directory.ts';
import { type Closing, createHouses } from './houses/houses.ts';
import type { Choice } from './rules/choose.ts';
import { isOpenAt } from './rules/known.ts';
import type { Way } from './rules/zones.ts';
import { createAdmission } from './sourcing/admit.ts';
import { createLeaving } from './sourcing/leaving.ts';
import { createPicking, type Wanted, wantedOf } from './sourcing/pick.ts';
import { createTransfers } from './sourcing/transfer.ts';
import type { OutletStore } from './store.ts';

interface Needs {
  orders: Orders;
  catalog: Pick<Catalog, 'boards' | 'menus'>;
  store: OutletStore;
  clock: Clock;
  log: Logger;
  /** How our own couriers ride a region now. */
  wayOf(region: string): Way;
}

/** `outletId`: only this one is asked. */
export interface QuoteAsk {
  kind: Order['kind'];
  channel: string;
  point: { lng: number; lat: number } | null;
  outletId?: string | undefined;
  /** When it is wanted; null: as soon as possible. */
  at: Date | null;
  lines: Order['lines'];
}

export function createOutlets({ orders, catalog, store, clock, log, wayOf }: Needs) {
  const directory = createDirectory({ load: store.all, windowMs: sharedMs });
  const houses = createHouses({ store, directory, clock });
  const picking = createPicking({ directory, catalog, clock, wayOf });
  const admission = createAdmission({ orders, directory, picking, clock, log });
  const { transfer } = createTransfers({ orders, picking, clock });
  const leaving = createLeaving({ orders, directory, transfer, clock, log });
  const isOpen = (id: string, at: Date = clock.now()): boolean => {
    const known = directory.known(id);
    return known !== null && isOpenAt(known, at.getTime());
  };
  return {
    put: directory.put,
    reload: directory.reload,
    /** Waits until every outlet is known. */
    ready: directory.ready,
    get: directory.get,
    all: directory.all,
    byShop: directory.byShop,
    /** The outlet, or not_found. */
    need(id: string): Outlet {
      const outlet = directory.get(id);
      if (!outlet) throw new Fault('not_found', `There is no outlet ${id}`, { outletId: id });
      return outlet;
    },
    /** By hours and by hand; an unknown outlet is closed. */
    isOpen,
    /** A queued draft gets its outlet, or waits with the reason; every other draft is answered unchanged. */
    admit: admission.admit,
    assign: admission.assign,
    assignNext: admission.assignNext,
    set: (id: string, body: OutletBody, actor?: Actor, seen?: Seen) => houses.set(id, body, actor, seen),
    open: houses.open,
    reopenDue: houses.reopenDue,
    /** Takes no new orders until then; what no person there has accepted goes elsewhere. */
    async close(id: string, closing: Closing): Promise<Outlet> {
      const outlet = await houses.shut(id, closing);
      await leaving.moveAway(id, closing.reason);
      return outlet;
    },
    /** To another outlet (or this very one); throws conflict when it is too late or nobody else can take it. */
    transfer,
    moveAwayFromShut: leaving.moveAwayFromShut,
    /** Which outlet would cook it now and for when; holds nothing. */
    async quote({ outletId, ...ask }: QuoteAsk): Promise<Quote> {
      await directory.ready();
      return quoted(picking.look(wantedIn(ask), { named: outletId ?? null }));
    },
  };
}
export type OutletService = ReturnType<typeof createOutlets>;

const wantedIn = ({ kind, point, at, lines }: Omit<QuoteAsk, 'outletId'>): Wanted =>
  wantedOf({
    kind,
    deliveredBy: kind === 'delivery' ? 'own' : 'none',
    dropOff: point && { point, datum: 'WGS84', address: '' },
    wantedAt: at,
    lines,
  });

function quoted({ best, reason, candidates }: Choice): Quote {
  if (!best) return { best: null, reason, candidates };
  const { queueS, cookS, roadS, promisedMs } = best.timing;
  const { id, name } = best.known.outlet;
  return {
    best: { outletId: id, name, promisedAt: new Date(promisedMs), queueS, cookS, roadS },
    reason: null,
    candidates,
  };
}
