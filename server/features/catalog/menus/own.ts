/** What an outlet says of dishes by itself: of those on the menu, and of those it has spoken of before, which may have left the menu since. */
import type { Board } from '../../../contract/board.ts';
import type { OutletMenu } from '../../../contract/catalog.ts';
import type { Actor } from '../../../contract/common.ts';
import type { Seen } from '../../../infra/aggregate.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Boards } from '../boards/boards.ts';
import { emptyBoard } from '../rules/board.ts';
import { dishesNamed, type OwnMenu, unknownDishes } from '../rules/own.ts';
import type { Menus } from './menus.ts';

interface By {
  actor: Actor;
  seen: Seen;
}

export function createOwn({ menus, boards }: { menus: Menus; boards: Boards }) {
  const isOnMenu = (dishId: string) => menus.index().dishes.has(dishId);
  const namedBefore = (outletId: string) => {
    const own = menus.own(outletId);
    return new Set(own ? dishesNamed(own).map(({ dishId }) => dishId) : []);
  };
  const boardOf = (outletId: string) => boards.peek(outletId) ?? emptyBoard(outletId);
  return {
    /** Own prices and dishes not sold, anew; throws invalid with the place of every dish nobody knows. */
    async setOutletMenu(outletId: string, body: OwnMenu, by: By): Promise<OutletMenu> {
      const before = namedBefore(outletId);
      const issues = unknownDishes(body, dishId => isOnMenu(dishId) || before.has(dishId));
      if (issues.length === 0) return menus.setOutlet(outletId, body, by.actor, by.seen);
      throw new Fault('invalid', 'There are no such dishes', {
        issues: issues.map(({ path, message }) => ({ path: ['body', ...path].join('.'), message })),
      });
    },
    /** Portions left; null: not limited. Throws not_found for a dish nobody knows. */
    async setStock(at: { outletId: string; dishId: string }, left: number | null, by: By): Promise<Board> {
      const { outletId, dishId } = at;
      if (!isOnMenu(dishId) && !Object.hasOwn(boardOf(outletId).stock, dishId))
        throw new Fault('not_found', `There is no dish ${dishId}`, { dishId });
      if (by.seen === null) await boards.setStock(outletId, dishId, left, by.actor);
      else await boards.setStockSeen({ ...at, seen: by.seen }, left, by.actor);
      return boardOf(outletId);
    },
  };
}
