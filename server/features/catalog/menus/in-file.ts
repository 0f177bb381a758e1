/** What a menu file says of outlets: taken over from it, and written into it again. */
import type { MenuTaken } from '../../../contract/catalog.ts';
import type { Actor } from '../../../contract/common.ts';
import { under } from '../../../contract/keys.ts';
import type { Boards } from '../boards/boards.ts';
import type { MenuFile } from './file.ts';
import type { Menus } from './menus.ts';

type Outlets = NonNullable<MenuFile['outlets']>;
const asTheChain: Outlets[string] = { prices: {}, off: [] };

export function createOutletsInFile({ menus, boards }: { menus: Menus; boards: Boards }) {
  const counts = (outletId: string) => boards.peek(outletId)?.stock ?? {};
  /** All its counts: a dish that is not named is no longer limited. */
  const setCounts = async (outletId: string, said: Record<string, number | null>, actor: Actor) => {
    const unlimited = Object.fromEntries(Object.keys(counts(outletId)).map(id => [id, null]));
    const left = Object.entries({ ...unlimited, ...said });
    await Promise.all(left.map(([dishId, n]) => boards.setStock(outletId, dishId, n, actor)));
  };
  /** As a file says it; what is left of a dish that is no longer on the menu would not be read back. */
  const written = (id: string): Outlets[string] => {
    const isHere = (dishId: string) => menus.index().dishes.has(dishId);
    const here = <T>(byDish: Record<string, T>) =>
      Object.fromEntries(Object.entries(byDish).filter(([dishId]) => isHere(dishId)));
    const { prices, off } = menus.own(id) ?? asTheChain;
    return { prices: here(prices), off: off.filter(isHere), stock: here(counts(id)) };
  };
  return {
    /** Own prices and dishes not sold of every outlet, counts of those that have some in the file. */
    async replace(outlets: Outlets, actor: Actor): Promise<MenuTaken> {
      const ids = [...new Set([...menus.allOwn().map(({ id }) => id), ...Object.keys(outlets)])].sort();
      const said = ids.map(id => ({ id, ...(under(outlets, id) ?? asTheChain) }));
      for (const { id, stock, ...own } of said) {
        await menus.setOutlet(id, own, actor);
        if (stock) await setCounts(id, stock, actor);
      }
      return { outlets: ids, stock: said.flatMap(({ id, stock }) => (stock ? [id] : [])) };
    },
    /** Every outlet that differs from the chain or counts anything. */
    written(isOutlet: (id: string) => boolean): Outlets {
      const counting = boards.all().filter(({ stock }) => Object.keys(stock).length > 0);
      const ids = new Set([...menus.allOwn(), ...counting].map(({ id }) => id).filter(isOutlet));
      return Object.fromEntries([...ids].sort().map(id => [id, written(id)]));
    },
  };
}
