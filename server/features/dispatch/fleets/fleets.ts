/** Other fleets in dispatch: which there are, when they are asked, and what becomes of their rides. */
import type { Order } from '../../../contract/orders.ts';
import type { Kit } from '../../../infra/kit.ts';
import { type Orders, ordersSpec } from '../../orders/index.ts';
import type { DecisionLog } from '../decisions/log.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Book } from '../planning/book.ts';
import { createFleetBookings } from './bookings.ts';
import { careful } from './careful.ts';
import { createOverflow } from './overflow.ts';
import type { FleetProvider } from './provider.ts';
import { testFleet } from './test-fleet.ts';

interface Needs {
  orders: Orders;
  decisions: Pick<DecisionLog, 'keepOne'>;
  routes: RouteBook;
  book: Book;
  /** Absent: what the configuration asks for. */
  given: readonly FleetProvider[] | undefined;
}

/** Follows orders that other fleets have; `overflow` is for whoever plans. */
export function fleetPart({ config, clock, log, metrics, facts, schedule }: Kit, needs: Needs) {
  const { orders, decisions, routes, book } = needs;
  const fleets = (needs.given ?? (config.testFleet ? [testFleet(clock)] : [])).map(careful);
  for (const { name, notice } of fleets) if (notice) log.warn({ fleet: name }, notice);
  const bookings = createFleetBookings({ fleets, orders, outletOf: book.outlet, clock, log, metrics });
  const overflow = createOverflow({ fleets, bookings, decisions, routes, book, clock, log });
  return {
    overflow,
    wake() {
      facts.watch(ordersSpec, ({ doc }) => doc && bookings.see(doc as Order));
      schedule.every(20, 'dispatch-fleets', async () => {
        await bookings.tend();
        await overflow.idle();
      });
    },
  };
}
