/** What an outlet has left: counts of limited dishes, and what is sold out until somebody or the clock brings it back. */
import type { Board } from '../../../contract/board.ts';
import { under } from '../../../contract/keys.ts';

/** Most outlets most of the time have everything: then no dish is looked up. */
export function isLimited({ stock, soldOut }: Board): boolean {
  for (const _dish in soldOut) return true;
  for (const _dish in stock) return true;
  return false;
}

/** Dishes of the basket that are sold out or of which too little is left. */
export const missingOf = (board: Board, portions: Readonly<Record<string, number>>): string[] =>
  Object.keys(portions).filter(
    dishId => Object.hasOwn(board.soldOut, dishId) || (under(board.stock, dishId) ?? Infinity) < portions[dishId]!,
  );

/** Sets how many portions are left; null: no longer limited. */
export function setStock(board: Board, dishId: string, left: number | null): Board {
  const { [dishId]: _old, ...stock } = board.stock;
  return { ...board, stock: left === null ? stock : { ...stock, [dishId]: left } };
}

/** Nothing more is sold of it until then; null: until somebody restores it. */
export const soldOut = (board: Board, dishId: string, until: Date | null): Board =>
  waking({ ...board, soldOut: { ...board.soldOut, [dishId]: until } });

export function restore(board: Board, dishId: string): Board {
  const { [dishId]: _back, ...rest } = board.soldOut;
  return waking({ ...board, soldOut: rest });
}

/** What comes back by itself at `now`. */
export const dueBack = (board: Board, now: Date): string[] =>
  Object.entries(board.soldOut).flatMap(([dishId, until]) => (until && until <= now ? [dishId] : []));

function waking(board: Board): Board {
  const times = Object.values(board.soldOut).flatMap(until => (until ? [until.getTime()] : []));
  return { ...board, wakeAt: times.length === 0 ? null : new Date(Math.min(...times)) };
}
