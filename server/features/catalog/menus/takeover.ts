/** The menu out of a file and into one: what a file says is replaced, what it leaves out stays as it is. */
import { createHash } from 'node:crypto';
import type { Menu, MenuTaken } from '../../../contract/catalog.ts';
import { type Actor, system } from '../../../contract/common.ts';
import type { Boards } from '../boards/boards.ts';
import { type MenuFile, readMenuFile, writeMenuFile } from './file.ts';
import { createOutletsInFile } from './in-file.ts';
import type { Menus } from './menus.ts';

export interface TakeoverNeeds {
  menus: Menus;
  boards: Boards;
  /** Every outlet there is; none: a new installation, whose menu comes first. */
  outletIds(): readonly string[];
}
/** `taken`: it is the menu now; `same`: as it was last taken; `kept`: there was a menu already, and the file counts from its next change on. */
export type Seeded = { outcome: 'taken'; replaced: MenuTaken } | { outcome: 'same' | 'kept' };

export function createTakeover({ menus, boards, outletIds }: TakeoverNeeds) {
  const inFile = createOutletsInFile({ menus, boards });
  const isOutlet = (id: string) => {
    const ids = outletIds();
    return ids.length === 0 || ids.includes(id);
  };
  const read = (text: string, name: string) => readMenuFile(text, name, isOutlet);
  /** The menu last: whoever finds it, or the digest of its file, finds everything else done. */
  const take = async ({ outlets, ...menu }: MenuFile, { actor, seed }: { actor: Actor; seed?: string }) => {
    const replaced = outlets ? await inFile.replace(outlets, actor) : { outlets: [], stock: [] };
    const stored = await menus.edit(() => ({ ...menu, ...(seed === undefined ? {} : { seed }) }), actor);
    return { stored, replaced };
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
      return writeMenuFile(menu, inFile.written(isOutlet));
    },
  };
}
