/** An outlet's board: a whole basket is held or refused at once, keyed by order, and given back exactly. */
import type { Board, Hold } from '../../../contract/board.ts';
import { under } from '../../../contract/keys.ts';
import { isLimited, missingOf } from './stock.ts';

export interface Ask {
  orderId: string;
  /** Portions by dish, the same dish of several lines and combos summed. */
  portions: Readonly<Record<string, number>>;
  /** Seconds by station. */
  cookS: Readonly<Record<string, number>>;
  /** When the kitchen is to cook it, and when it will begin, after what stands before it. */
  at: Date;
  begin?: Date;
  /** The outlet's business day now, and the one it is cooked on, whose number it has, where that is a later one. */
  day: string;
  cookedOn?: string;
  /** The most seconds a station may owe for the time around `at`; absent stations are not limited. */
  limitS: Readonly<Record<string, number>>;
  /** Paid elsewhere at this very outlet: it is cooked whatever the board says, and what is short is told. */
  force: boolean;
}

export type Held =
  | { ok: true; number: number; day: string; short: string[]; repeated: boolean }
  | { ok: false; reason: 'sold_out' | 'kitchen_full'; missing: string[] };

/** Orders to be cooked within this time of each other share the kitchen. */
export const sharedMs = 30 * 60_000;

export const emptyBoard = (outletId: string): Board => ({
  id: outletId,
  version: 0,
  day: '',
  lastNumber: 0,
  stock: {},
  soldOut: {},
  holds: {},
  wakeAt: null,
  log: [],
});

/** A hold for noon does not burden an order for the evening. */
const forgottenMs = 4 * sharedMs;

/** Seconds each station owes to orders that are cooked around that time, or still from before. */
export function owedAt({ holds }: Board, atMs: number): Record<string, number> {
  const owedS: Record<string, number> = {};
  for (const id in holds) {
    const hold = holds[id]!;
    if (hold.atMs > atMs + sharedMs || hold.atMs < atMs - forgottenMs) continue;
    for (const station in hold.cookS) owedS[station] = (owedS[station] ?? 0) + hold.cookS[station]!;
  }
  return owedS;
}

/** Takes the order's hold; the board is unchanged (the same object) when it was held already or is refused. */
export function reserve(board: Board, ask: Ask, now: Date): { board: Board; held: Held } {
  const had = board.holds[ask.orderId];
  if (had) return { board, held: { ok: true, number: had.number, day: had.day, short: [], repeated: true } };
  const missing = isLimited(board) ? missingOf(board, ask.portions) : [];
  if (missing.length > 0 && !ask.force) return { board, held: { ok: false, reason: 'sold_out', missing } };
  const full = fullOf(board, ask);
  if (full.length > 0 && !ask.force) return { board, held: { ok: false, reason: 'kitchen_full', missing: full } };

  const { day, number, counted } = numbered(board, ask);
  const stock = { ...board.stock };
  const taken: Record<string, number> = {};
  for (const [dishId, portions] of Object.entries(ask.portions)) {
    const left = under(stock, dishId);
    if (left === undefined) continue;
    taken[dishId] = Math.min(left, portions);
    stock[dishId] = left - taken[dishId];
  }
  const hold: Hold = {
    cookS: { ...ask.cookS },
    stock: taken,
    number,
    day,
    atMs: ask.at.getTime(),
    beginMs: (ask.begin ?? ask.at).getTime(),
    heldAtMs: now.getTime(),
  };
  return {
    board: { ...board, ...counted, stock, holds: { ...board.holds, [ask.orderId]: hold } },
    held: { ok: true, number, day, short: missing, repeated: false },
  };
}

/** The next number of its day. Never back a day, whatever the clock or the hour it begins at does: those numbers are given out. */
function numbered(board: Board, { day: today, cookedOn = today }: Ask) {
  const { day, lastNumber } = today > board.day ? { day: today, lastNumber: lastAhead(board, today) } : board;
  if (cookedOn <= day) return { day, number: lastNumber + 1, counted: { day, lastNumber: lastNumber + 1 } };
  return { day: cookedOn, number: lastAhead(board, cookedOn) + 1, counted: { day, lastNumber } };
}

/** The last number given ahead for a day that has not begun here: what is held for it. */
const lastAhead = ({ holds }: Board, day: string): number =>
  Object.values(holds).reduce((last, hold) => (hold.day === day ? Math.max(last, hold.number) : last), 0);

/** Stations that would owe more than they may; a basket larger than that is cooked by one that owes nothing else. */
function fullOf(board: Board, { cookS, limitS, at }: Ask): string[] {
  const owedS = owedAt(board, at.getTime());
  return Object.keys(cookS).filter(station => {
    const owed = owedS[station] ?? 0;
    return owed > 0 && owed + cookS[station]! > (limitS[station] ?? Infinity);
  });
}

/** Gives back the hold's minutes and portions: the order will not be cooked. */
export function release(board: Board, orderId: string): Board {
  const hold = board.holds[orderId];
  if (!hold) return board;
  const stock = { ...board.stock };
  // A dish whose limit was lifted meanwhile has no count to add to.
  for (const [dishId, portions] of Object.entries(hold.stock))
    if (Object.hasOwn(stock, dishId)) stock[dishId]! += portions;
  return { ...without(board, orderId), stock };
}

/** Gives back the hold's minutes only: it is cooked, its portions are eaten. */
export const settle = (board: Board, orderId: string): Board =>
  board.holds[orderId] ? without(board, orderId) : board;

function without(board: Board, orderId: string): Board {
  const { [orderId]: _gone, ...holds } = board.holds;
  return { ...board, holds };
}
