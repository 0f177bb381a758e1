/** The menu out of a file and into one: what a file says is replaced, what it leaves out stays as it is. */
import { createHash } from 'node:crypto';
import type { Menu, MenuTaken } from '../../../contract/catalog.ts';
import { type Actor, system } from '../../../contract/common.ts';
import { under } from '../../../contract/keys.ts';
import type { Boards } from '../boards/boards.ts';
import { type MenuFile, readMenuFile, writeMenuFile } from './file.ts';
import type { Menus } from './menus.ts';

export interface TakeoverNeeds {
  menus: Menus;
  boards: Boards;
  /** Every outlet there is; none: a new installation, whose menu comes first. */
  outletIds(): readonly string[];
}
/** `taken`: it is the menu now; `same`: as it was last taken; `kept`: there was a menu already, and the file counts from its next change on. */
export type Seeded = { outcome: 'taken'; replaced: MenuTaken } | { outcome: 'same' | 'kept' };
type Outlets = NonNullable<MenuFile['outlets']>;
const asTheChain: Outlets[string] = { prices: {}, off: [] };

export function createTakeover({ menus, boards, outletIds }: TakeoverNeeds) {
  const isOutlet = (id: string) => {
    const ids = outletIds();
    return ids.length === 0 || ids.includes(id);
  };
  const read = (text: string, name: string) => readMenuFile(text, name, isOutlet);

  /** All its counts: a dish that is not named is no longer limited. */
  const setCounts = async (outletId: string, counts: Record<string, number | null>, actor: Actor) => {
    const left = {
      ...Object.fromEntries(Object.keys(boards.peek(outletId)?.stock ?? {}).map(id => [id, null])),
      ...counts,
    };
    await Promise.all(Object.entries(left).map(([dishId, n]) => boards.setStock(outletId, dishId, n, actor)));
  };
  const setOutlets = async (outlets: Outlets, actor: Actor): Promise<MenuTaken> => {
    const replaced: MenuTaken = { outlets: [], stock: [] };
    for (const id of new Set([...menus.allOwn().map(own => own.id), ...Object.keys(outlets)])) {
      const { stock, ...own } = under(outlets, id) ?? asTheChain;
      await menus.setOutlet(id, own, actor);
      replaced.outlets.push(id);
      if (!stock) continue;
      await setCounts(id, stock, actor);
      replaced.stock.push(id);
    }
    return { outlets: replaced.outlets.sort(), stock: replaced.stock.sort() };
  };
  /** The menu last: whoever finds it, or the digest of its file, finds everything else done. */
  const take = async ({ outlets, ...menu }: MenuFile, { actor, seed }: { actor: Actor; seed?: string }) => {
    const replaced = outlets ? await setOutlets(outlets, actor) : { outlets: [], stock: [] };
    const stored = await menus.edit(() => ({ ...menu, ...(seed === undefined ? {} : { seed }) }), actor);
    return { stored, replaced };
  };

  /** As a file says it; what is left of a dish that is no longer on the menu would not be read back. */
  const own = (id: string): Outlets[string] => {
    const isHere = (dishId: string) => menus.index().dishes.has(dishId);
    const here = <T>(byDish: Record<string, T>) =>
      Object.fromEntries(Object.entries(byDish).filter(([dishId]) => isHere(dishId)));
    const { prices, off } = menus.own(id) ?? asTheChain;
    return { prices: here(prices), off: off.filter(isHere), stock: here(boards.peek(id)?.stock ?? {}) };
  };

  return {
    /** Reads a YAML menu and takes it over; a mistake names its line and column and changes nothing. */
    async importMenu(text: string, name: string, actor: Actor = system): Promise<Menu & { replaced: MenuTaken }> {
      const { stored, replaced } = await take(read(text, name), { actor });
      return { ...stored, replaced };
    },
    /** At a start: taken when there is no menu yet, or when the file has changed since it was last looked at. */
    async seedMenu(text: string, name: string): Promise<Seeded> {
      const file = read(text, name);
      const seed = createHash('sha256').update(text).digest('base64url');
      const { version, seed: before } = menus.index().menu;
      if (before === seed) return { outcome: 'same' };
      if (version > 0 && before === undefined) {
        await menus.edit(menu => ({ ...menu, seed }), system);
        return { outcome: 'kept' };
      }
      const { replaced } = await take(file, { actor: system, seed });
      return { outcome: 'taken', replaced };
    },
    exportMenu(): string {
      const { id: _id, version: _version, log: _log, seed: _seed, ...menu } = menus.index().menu;
      const named = [...menus.allOwn(), ...boards.all().filter(board => Object.keys(board.stock).length > 0)];
      const ids = new Set(named.map(({ id }) => id).filter(isOutlet));
      return writeMenuFile(menu, Object.fromEntries([...ids].sort().map(id => [id, own(id)])));
    },
  };
}
