/** What a choice needs to know of a board, looked up once per board and minute: boards hardly change between two orders. */
import type { Board } from '../../../contract/catalog.ts';
import type { OrderLine } from '../../../contract/orders.ts';
import type { Catalog } from '../../catalog/index.ts';
import { missingOf, needOf, owedAt } from '../../catalog/index.ts';
import type { Look, Seen } from '../rules/weigh.ts';

type Owed = Seen['owedS'];
const minuteMs = 60_000;
const nothing: Owed = {};

const none: readonly string[] = [];
/** Most outlets most of the time have everything: then no dish is looked up. */
function isLimited({ stock, soldOut }: Board): boolean {
  for (const _dish in soldOut) return true;
  for (const _dish in stock) return true;
  return false;
}

export interface Need {
  portions: Readonly<Record<string, number>>;
  cookS: Readonly<Record<string, number>>;
}

export function createLooking({ boards, menus }: Pick<Catalog, 'boards' | 'menus'>) {
  const loads = new WeakMap<Board, Map<number, Owed>>();

  const owed = (board: Board, atMs: number): Owed => {
    const byMinute = loads.get(board) ?? new Map<number, Owed>();
    if (byMinute.size === 0) loads.set(board, byMinute);
    const minute = Math.floor(atMs / minuteMs);
    const found = byMinute.get(minute) ?? owedAt(board, atMs);
    byMinute.set(minute, found);
    return found;
  };
  const notSold = (outletId: string, need: Need): readonly string[] => {
    const off = menus.own(outletId)?.off ?? [];
    return off.length === 0 ? none : off.filter(dishId => dishId in need.portions);
  };
  return {
    needOf: (lines: readonly OrderLine[]): Need => needOf(lines),
    /** Looks at boards for one basket. */
    looker:
      (need: Need): Look =>
      (outletId, atMs) => {
        const board = boards.peek(outletId);
        const off = notSold(outletId, need);
        if (!board) return { owedS: nothing, missing: off };
        const short = isLimited(board) ? missingOf(board, need.portions) : none;
        return { owedS: owed(board, atMs), missing: off.length === 0 ? short : [...new Set([...off, ...short])] };
      },
  };
}
export type Looking = ReturnType<typeof createLooking>;
