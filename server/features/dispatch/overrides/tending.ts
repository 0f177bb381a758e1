/** The clock's part of overrides: what a route shows against one is taken off, and the word ends with the order. */
import { system } from '../../../contract/common.ts';
import type { Override } from '../../../contract/decisions.ts';
import type { Route } from '../../../contract/routes.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Book } from '../planning/book.ts';
import { isForbidden } from '../rules/forbidden.ts';
import type { DispatchStore } from '../store.ts';
import type { Lifting } from './lifting.ts';

interface Needs {
  held: Map<string, Override>;
  store: Pick<DispatchStore, 'overrides'>;
  routes: Pick<RouteBook, 'of' | 'edit'>;
  book: Pick<Book, 'get' | 'finished'>;
  couriers: Pick<Couriers, 'get' | 'known'>;
  unpin: Lifting['unpin'];
}

export function createOverrideTending({ held, store, routes, book, couriers, unpin }: Needs) {
  const inBox = (orderId: string) => book.get(orderId)?.status === 'collected';
  return {
    /** Heals what was cut off between the word and the route, and what a plan wrote in that very moment. */
    async hold() {
      for (const { id } of [...held.values()])
        for (const { id: courierId } of inBox(id) ? [] : routes.of(id)) {
          if (!isForbidden(held.get(id) ?? null, courierId)) continue;
          await routes.edit(courierId, route => (inBox(id) ? null : without(route, id)), { cause: 'override' });
        }
    },
    /** A pin to somebody who has gone home would keep the order from everybody else. */
    async freePins() {
      for (const { id, pin } of [...held.values()]) {
        if (!pin || inBox(id)) continue;
        const { status } = couriers.known(pin.courierId) ?? (await couriers.get(pin.courierId));
        if (status === 'off') await unpin({ orderId: id, courierId: pin.courierId, by: system });
      }
    },
    /** Only the end of an order ends the word: what is queued again or with another fleet may come back. */
    async clearOver() {
      const closed = [...held.values()].filter(({ id }) => !book.get(id));
      const finished = await book.finished(closed.map(({ id }) => id));
      for (const { id, version } of closed) {
        if (!finished.has(id)) continue;
        await store.overrides.removeIf(id, { version });
        held.delete(id);
      }
    },
  };
}

/** The route without the order; null: it is not on it. A dispatcher's order of the other stops stands. */
export function without({ stops: held }: Pick<Route, 'stops'>, orderId: string) {
  const stops = held.filter(stop => stop.orderId !== orderId);
  return stops.length === held.length ? null : { stops };
}
