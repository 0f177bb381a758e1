/** The clock's part of boards: items come back by themselves; holds whose order ended, moved or never came are given back. */
import type { Board } from '../../../contract/catalog.ts';
import type { Clock } from '../../../infra/clock.ts';
import { dueBack } from '../rules/board.ts';
import { fateOf, type HeldOrder } from '../rules/fate.ts';
import type { CatalogStore } from '../store.ts';
import type { Boards } from './boards.ts';

/** The orders of these ids that exist, by id: given by who joins the features. */
export type FindOrders = (ids: readonly string[]) => Promise<ReadonlyMap<string, HeldOrder>>;

interface Needs {
  store: CatalogStore;
  boards: Boards;
  clock: Clock;
  findOrders: FindOrders;
  wallMs: () => number;
}
/** A hold is looked at when it is this old in business time. */
const oldMs = 2 * 60_000;
/** An order that is not stored may still be on its way for this long, in wall time: business time may run fast. */
const onItsWayMs = 20_000;

export function keepBoards({ store, boards, clock, findOrders, wallMs }: Needs) {
  /** When a hold without an order was first seen, by order id, wall milliseconds. */
  let missing = new Map<string, number>();

  const restoreDue = async () => {
    const now = clock.now();
    for (const board of await store.boardsDue(now))
      for (const dishId of dueBack(board, now)) await boards.restore(board.id, dishId);
  };
  const oldHolds = (board: Board, now: Date) =>
    Object.keys(board.holds).filter(id => board.holds[id]!.heldAtMs <= now.getTime() - oldMs);

  const sweep = async () => {
    const stillMissing = new Map<string, number>();
    for (const board of boards.all()) {
      const ids = oldHolds(board, clock.now());
      if (ids.length === 0) continue;
      const orders = await findOrders(ids);
      for (const orderId of ids) {
        const order = orders.get(orderId);
        const since = missing.get(orderId) ?? wallMs();
        if (!order && wallMs() - since < onItsWayMs) stillMissing.set(orderId, since);
        else await giveBack(board.id, orderId, order ?? null);
      }
    }
    missing = stillMissing;
  };
  const giveBack = async (outletId: string, orderId: string, order: HeldOrder | null) => {
    const fate = fateOf(order, outletId);
    if (fate === 'release') await boards.release(outletId, orderId);
    if (fate === 'settle') await boards.settle(outletId, orderId);
  };
  return { restoreDue, sweep, giveBack };
}
