/** One contract for both engines: whatever passes here may hold the orders. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Db } from '../../server/infra/store/port.ts';
import { behindContract } from './behind.ts';
import { followingContract, type Known } from './following.ts';
import { rangesContract } from './ranges.ts';
import { type Opened, type Opener, things } from './thing.ts';
import { writesContract } from './writes.ts';

export function storeContract(
  name: string,
  open: Opener,
  known: Known = { tellsEveryVersion: true, tellsRefusedInserts: false },
): void {
  describe(name, () => {
    let opened: Opened;
    const db = (): Db => opened.db;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    writesContract(db);
    behindContract(db);
    rangesContract(db);
    followingContract(db, known);
    test('it says that it can write', async () => expect(await db().ping()).toBeUndefined());
    test('a collection it was not opened with is a mistake', () =>
      expect(() => db().of({ ...things, name: 'nothing' })).toThrow(/without the collection nothing/));
  });
}
