/** The menu out of a file and into one: what a file says is replaced, what it leaves out stays as it is. */
import { createHash } from 'node:crypto';
import type { Menu, MenuTaken } from '../../../contract/catalog.ts';
import { type Actor, system } from '../../../contract/common.ts';
import type { Seen } from '../../../infra/aggregate.ts';
import type { Boards } from '../boards/boards.ts';
import type { MenuFile } from './file.ts';
import type { MenuFiles } from './files.ts';
import { createOutletsInFile } from './in-file.ts';
import type { Menus } from './menus.ts';
import { isAmong } from './work.ts';

export interface TakeoverNeeds {
  menus: Menus;
  boards: Boards;
  files: MenuFiles;
  /** Every outlet there is; none: a new installation, whose menu comes first. */
  outletIds(): readonly string[];
}
interface By {
  actor: Actor;
  /** The version of the menu that was edited. */
  seen?: Seen;
}
/** `taken`: it is the menu now; `same`: as it was last taken; `kept`: there was a menu already, and the file counts from its next change on. */
export type Seeded = { outcome: 'taken'; replaced: MenuTaken } | { outcome: 'same' | 'kept' };

export function createTakeover({ menus, boards, files, outletIds }: TakeoverNeeds) {
  const inFile = createOutletsInFile({ menus, boards });
  const read = (text: string, name: string) => files.read({ text, name, outletIds: outletIds() });
  /** The menu last: whoever finds it, or the digest of its file, finds everything else done. */
  const take = async ({ outlets, ...menu }: MenuFile, { actor, seen = null, seed }: By & { seed?: string }) => {
    if (seen !== null) await menus.stillAt(seen);
    const replaced = outlets ? await inFile.replace(outlets, actor) : { outlets: [], stock: [] };
    const stored = await menus.edit(() => ({ ...menu, ...(seed === undefined ? {} : { seed }) }), actor, seen);
    return { stored, replaced };
  };

  return {
    /** Reads a YAML menu and takes it over; a mistake names its line and column and changes nothing. */
    async importMenu(text: string, name: string, by: By = { actor: system }): Promise<Menu & { replaced: MenuTaken }> {
      const { stored, replaced } = await take(await read(text, name), by);
      return { ...stored, replaced };
    },
    /** At a start: taken when there is no menu yet, or when the file has changed since it was last looked at. */
    async seedMenu(text: string, name: string): Promise<Seeded> {
      const file = await read(text, name);
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
    /** The file, and the version of the menu that it holds. */
    async exportMenu(): Promise<{ text: string; version: number }> {
      const { id: _id, version, log: _log, seed: _seed, ...menu } = menus.index().menu;
      const outlets = inFile.written(isAmong(outletIds()));
      return { text: await files.write({ menu, outlets }), version };
    },
  };
}
