/** The clock's part of boards: items come back by themselves; holds whose order ended, moved or never came are given back. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Board } from '../../../contract/board.ts';
import type { Clock } from '../../../infra/clock.ts';
import { fateOf, type HeldOrder } from '../rules/fate.ts';
import { dueBack } from '../rules/stock.ts';
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
const forgottenMs = 600_000;
const looksAtOnce = 1000;

export function keepBoards({ store, boards, clock, findOrders, wallMs }: Needs) {
  /** When a hold without an order was first seen, by order id, wall milliseconds. */
  const missing = new Map<string, number>();
  /** Where the next sweep begins. */
  let nextBoard = 0;

  const restoreDue = async () => {
    const now = clock.now();
    for (const board of await store.boardsDue(now))
      for (const dishId of dueBack(board, now)) await boards.restore(board.id, dishId);
  };
  const oldHolds = (board: Board, now: Date) =>
    Object.keys(board.holds).filter(id => board.holds[id]!.heldAtMs <= now.getTime() - oldMs);

  const look = async (board: Board, ids: readonly string[]) => {
    const orders = await findOrders(ids);
    for (const orderId of ids) {
      const order = orders.get(orderId);
      const since = missing.get(orderId) ?? wallMs();
      if (!order && wallMs() - since < onItsWayMs) missing.set(orderId, since);
      else {
        missing.delete(orderId);
        await giveBack(board.id, orderId, order ?? null);
      }
    }
  };
  /** Goes round the boards, some holds at a time: orders that end say so themselves, this is for what nobody heard. */
  const sweep = async () => {
    for (const [orderId, since] of missing) if (wallMs() - since > forgottenMs) missing.delete(orderId);
    const all = boards.all();
    for (let i = 0, looked = 0; i < all.length && looked < looksAtOnce; i++, nextBoard++) {
      const board = all[nextBoard % all.length]!;
      const ids = oldHolds(board, clock.now());
      if (ids.length === 0) continue;
      looked += ids.length;
      await look(board, ids);
      await nextTurn();
    }
  };
  const giveBack = async (outletId: string, orderId: string, order: HeldOrder | null) => {
    const fate = fateOf(order, outletId);
    if (fate === 'release') await boards.release(outletId, orderId);
    if (fate === 'settle') await boards.settle(outletId, orderId);
  };
  return { restoreDue, sweep, giveBack };
}
