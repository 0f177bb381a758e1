/** What a choice needs to know of a board, added up once per board and minute: most boards do not change between two orders. */
import type { Board } from '../../../contract/board.ts';
import type { OrderLine } from '../../../contract/orders.ts';
import type { Catalog } from '../../catalog/index.ts';
import { isLimited, missingOf, needOf, owedAt } from '../../catalog/index.ts';
import type { Look, Seen } from '../rules/weigh.ts';

type Owed = Seen['owedS'];
const minuteMs = 60_000;
const nothing: Owed = {};

const none: readonly string[] = [];

export interface Need {
  portions: Readonly<Record<string, number>>;
  cookS: Readonly<Record<string, number>>;
}

export function createLooking({ boards, menus }: Pick<Catalog, 'boards' | 'menus'>) {
  /** By outlet, as its board was looked at last: nearly every order is for now. */
  const loads = new Map<string, { board: Board; minute: number; owedS: Owed }>();

  const owed = (board: Board, atMs: number): Owed => {
    const minute = Math.floor(atMs / minuteMs);
    const held = loads.get(board.id);
    if (held?.board === board && held.minute === minute) return held.owedS;
    const owedS = owedAt(board, atMs);
    loads.set(board.id, { board, minute, owedS });
    return owedS;
  };
  const notSold = (outletId: string, need: Need): readonly string[] => {
    const off = menus.own(outletId)?.off ?? [];
    return off.length === 0 ? none : off.filter(dishId => Object.hasOwn(need.portions, dishId));
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
