/** Boards in memory, written by compare-and-set; what several orders ask of one outlet at the same time shares one write. */
import type { Board } from '../../../contract/board.ts';
import { type Actor, system } from '../../../contract/common.ts';
import type { NewFact } from '../../../contract/facts.ts';
import { evolve } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault, Stale } from '../../../infra/faults.ts';
import * as rules from '../rules/board.ts';
import * as stock from '../rules/stock.ts';
import type { CatalogStore } from '../store.ts';

interface Edit {
  /** The board after this edit; the same object: nothing to write. `isAsStored`: no edit of the same write comes before it. */
  apply(board: Board, isAsStored: boolean): Board;
  facts: readonly NewFact[];
  actor: Actor;
  /** Told as soon as the write is on its way; such an edit is tried once, whoever made it tries again. */
  sent?(stored: Promise<boolean>): void;
  done(): void;
  failed(error: unknown): void;
}
/** What an order has been given; `stored`: false when another process was first and it must be asked again. */
export interface Holding {
  held: rules.Held;
  stored: Promise<boolean>;
}
/** Boards live for years: only the newest facts stay. */
const factsKept = 50;
const tries = 20;
const stockChanged: NewFact[] = [{ name: 'board.changed', data: {} }];
const unchanged = Promise.resolve(true);
const nothing = () => undefined;

export function createBoards({ store, clock }: { store: CatalogStore; clock: Clock }) {
  const known = new Map<string, Board>();
  const waiting = new Map<string, Edit[]>();
  const writing = new Set<string>();

  const put = (board: Board) => {
    if (board.version > (known.get(board.id)?.version ?? 0)) known.set(board.id, board);
  };
  const fresh = async (outletId: string): Promise<Board> => {
    const stored = await store.boards.get(outletId);
    if (stored) known.set(outletId, stored);
    return stored ?? rules.emptyBoard(outletId);
  };
  const write = (before: Board, after: Board): Promise<boolean> =>
    before.version === 0
      ? store.boards.insert(after).then(({ inserted }) => inserted)
      : store.boards.replaceIf(after, { version: before.version });
  /** Applies the edits in their order and writes once; reads afresh when another process was first. */
  const commit = async (outletId: string, edits: readonly Edit[]) => {
    let board = known.get(outletId) ?? (await fresh(outletId));
    for (let [attempt, left] = [0, edits]; attempt < tries; attempt++) {
      const next = applied(board, left, clock.now());
      const stored = next === board ? unchanged : write(board, next);
      for (const edit of left) edit.sent?.(stored);
      if (await stored) return next === board ? undefined : put(next);
      board = await fresh(outletId);
      left = left.filter(({ sent }) => !sent);
    }
    throw new Fault('conflict', 'The board has just been changed by others, again and again', { outletId });
  };
  const drain = async (outletId: string) => {
    writing.add(outletId);
    for (let edits = waiting.get(outletId); edits; edits = waiting.get(outletId)) {
      waiting.delete(outletId);
      try {
        await commit(outletId, edits);
        for (const edit of edits) edit.done();
      } catch (error) {
        for (const edit of edits) edit.failed(error);
      }
    }
    writing.delete(outletId);
  };
  const enter = (outletId: string, edit: Edit) => {
    waiting.set(outletId, [...(waiting.get(outletId) ?? []), edit]);
    if (!writing.has(outletId)) void drain(outletId);
  };
  const edit = (outletId: string, apply: Edit['apply'], facts: readonly NewFact[] = [], actor: Actor = system) =>
    new Promise<void>((done, failed) => enter(outletId, { apply, facts, actor, done, failed }));

  return {
    put,
    /** Every board into memory; before it is done a board may still be unknown here, never wrong in the store. */
    load: async () => (await store.allBoards()).forEach(put),
    /** As last written or heard of; null: an outlet that never had an order. */
    peek: (outletId: string): Board | null => known.get(outletId) ?? null,
    all: () => [...known.values()],
    /** Takes basket, minutes and number in one write, or answers what is missing; the same order again has what it has. */
    reserve: (outletId: string, ask: rules.Ask) =>
      new Promise<Holding>((resolve, failed) => {
        let held: rules.Held;
        const apply = (board: Board) => {
          const next = rules.reserve(board, ask, clock.now());
          held = next.held;
          return next.board;
        };
        const sent = (stored: Promise<boolean>) => resolve({ held, stored });
        enter(outletId, { apply, facts: [], actor: system, sent, done: nothing, failed });
      }),
    /** It will not be cooked: minutes and portions come back, exactly what was taken. */
    release: (outletId: string, orderId: string) => edit(outletId, board => rules.release(board, orderId)),
    /** It is cooked: the minutes come back, the portions are eaten. */
    settle: (outletId: string, orderId: string) => edit(outletId, board => rules.settle(board, orderId)),
    /** Portions left; null: not limited. */
    setStock: (outletId: string, dishId: string, left: number | null, actor?: Actor) =>
      edit(outletId, board => stock.setStock(board, dishId, left), stockChanged, actor),
    /** The same for who has seen the board at a version; throws Stale when it has changed since. */
    async setStockSeen(at: { outletId: string; dishId: string; seen: number }, left: number | null, actor: Actor) {
      // Another process may have told them of a version that has not been heard of here yet.
      if (known.get(at.outletId)?.version !== at.seen) await fresh(at.outletId);
      let other: Board | null = null;
      const apply = (board: Board, isAsStored: boolean) => {
        other = isAsStored && board.version === at.seen ? null : board;
        return other ?? stock.setStock(board, at.dishId, left);
      };
      await edit(at.outletId, apply, stockChanged, actor);
      if (other) throw new Stale(known.get(at.outletId) ?? other);
    },
    /** "86": nothing more is sold of it until then; null: until somebody restores it. */
    soldOut: (outletId: string, dishId: string, until: Date | null, actor?: Actor) =>
      edit(
        outletId,
        board => (isSoldOut(board, dishId, until) ? board : stock.soldOut(board, dishId, until)),
        [{ name: 'item.sold_out', data: { dishId, until } }],
        actor,
      ),
    restore: (outletId: string, dishId: string, actor?: Actor) =>
      edit(
        outletId,
        board => (Object.hasOwn(board.soldOut, dishId) ? stock.restore(board, dishId) : board),
        [{ name: 'item.restored', data: { dishId } }],
        actor,
      ),
  };
}
export type Boards = ReturnType<typeof createBoards>;

const isSoldOut = ({ soldOut }: Board, dishId: string, until: Date | null) =>
  Object.hasOwn(soldOut, dishId) && soldOut[dishId]?.getTime() === until?.getTime();

/** Every edit on what the one before it left; one new version for all of them. */
function applied(board: Board, edits: readonly Edit[], at: Date): Board {
  let next = board;
  const facts: NewFact[] = [];
  let actor: Actor = system;
  for (const edit of edits) {
    const after = edit.apply(next, next === board);
    if (after === next) continue;
    facts.push(...edit.facts);
    if (edit.facts.length > 0) actor = edit.actor;
    next = after;
  }
  if (next === board) return board;
  const evolved = evolve(board, { set: next, facts }, { at, actor });
  return evolved.log.length > factsKept ? { ...evolved, log: evolved.log.slice(-factsKept) } : evolved;
}
