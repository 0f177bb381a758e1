/** Anticipation joined: counts what is ordered by the clock, and asks idle couriers to wait where it pays. */
import type { Kit } from '../../../infra/kit.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { Orders } from '../../orders/index.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Book } from '../planning/book.ts';
import type { Leases } from '../planning/lease.ts';
import type { Outlet } from '../rules/publish.ts';
import type { DispatchStore } from '../store.ts';
import type { TravelTimes } from '../travel/travel.ts';
import { createHints } from './hints.ts';
import { createDemandMemory } from './memory.ts';
import { demandActions, demandRoutes } from './routes.ts';

interface Needs {
  store: DispatchStore;
  orders: Pick<Orders, 'placed'>;
  book: Book;
  couriers: Couriers;
  routes: RouteBook;
  leases: Leases;
  travel: TravelTimes;
  outlets(): readonly Outlet[];
  /** False: nothing is counted and nobody is asked. */
  isOn: boolean;
}

export function demandPart({ clock, config, metrics, schedule }: Kit, { outlets, isOn, ...needs }: Needs) {
  const outletsIn = (region: string) => outlets().filter(outlet => outlet.region === region);
  const memory = createDemandMemory({ ...needs, clock, zone: config.zone });
  const hints = createHints({ ...needs, memory, outletsIn, clock, metrics });
  const each = async (act: (region: string) => Promise<void>) => {
    for (const region of new Set(outlets().map(({ region: of }) => of))) await act(region);
  };
  return {
    memory,
    routes: demandRoutes({ hints, clock, book: needs.book }),
    actions: demandActions({ hints, clock, book: needs.book }),
    wake() {
      // What was said before it was turned off ends all the same.
      schedule.every(59, 'dispatch-hints', hints.end);
      if (!isOn) return;
      schedule.every(59, 'dispatch-demand', () => each(memory.count));
      schedule.every(59, 'dispatch-positions', () => each(hints.consider));
    },
  };
}
