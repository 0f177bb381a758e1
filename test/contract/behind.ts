/** The contract of writes that rest on another: both are made, or neither. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Db, Store } from '../../server/infra/store/port.ts';
import { next, type Thing, thing, things } from './thing.ts';

export function behindContract(db: () => Db): void {
  const store = (): Store<Thing> => db().of(things);
  let count = 0;
  const fresh = (more: Partial<Thing> = {}) => thing(`b${++count}`, more);
  const saved = async () => {
    const doc = fresh();
    await store().insert(doc);
    return doc;
  };

  test('behind a change that is made the document is stored', async () => {
    const [board, doc] = [await saved(), fresh()];
    const first = store().replaceIf(next(board, { rank: 7 }), { version: 1 });
    expect(await store().insertBehind(first, doc)).toEqual({ inserted: true });
    expect(await first).toBe(true);
    expect(await store().get(doc.id)).toEqual(doc);
    expect(await store().get(board.id)).toMatchObject({ rank: 7 });
  });
  test('behind a change that is not made nothing is stored', async () => {
    const [board, doc] = [await saved(), fresh()];
    const first = store().replaceIf(next({ ...board, version: 6 }, {}), { version: 6 });
    expect(await store().insertBehind(first, doc)).toBeNull();
    expect(await store().get(doc.id)).toBeNull();
  });
  test('behind a change that fails nothing is stored, and why is told', async () => {
    const [taken, board, doc] = [fresh({ group: 'behind', code: 'one' }), await saved(), fresh()];
    await store().insert(taken);
    const first = store().replaceIf(next(board, { group: 'behind', code: 'one' }), { version: 1 });
    await expect(store().insertBehind(first, doc)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store().get(doc.id)).toBeNull();
  });
  test('long after the change it is the same', async () => {
    const [board, doc, late] = [await saved(), fresh(), fresh()];
    const made = store().replaceIf(next(board, {}), { version: 1 });
    expect(await made).toBe(true); // two at once may arrive in any order
    const missed = store().replaceIf(next(board, {}), { version: 1 });
    expect(await missed).toBe(false);
    expect(await store().insertBehind(made, doc)).toEqual({ inserted: true });
    expect(await store().insertBehind(missed, late)).toBeNull();
  });
  test('any promise will do', async () => {
    const [doc, not] = [fresh(), fresh()];
    expect(await store().insertBehind(Promise.resolve(true), doc)).toEqual({ inserted: true });
    expect(await store().insertBehind(Promise.resolve(false), not)).toBeNull();
  });
  test('an id that is taken answers who holds it, and the first change stays made', async () => {
    const [board, held] = [await saved(), await saved()];
    const first = store().replaceIf(next(board, { rank: 3 }), { version: 1 });
    expect(await store().insertBehind(first, { ...held, rank: 9 })).toEqual({ inserted: false, existing: held });
    expect(await store().get(board.id)).toMatchObject({ rank: 3 });
  });
  test('of many hands at one document as many are stored behind it as have changed it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 8 }), async hands => {
        const board = await saved();
        const docs = Array.from({ length: hands }, () => fresh());
        const changes = docs.map((_, rank) => store().replaceIf(next(board, { rank }), { version: 1 }));
        const stored = await Promise.all(docs.map((doc, i) => store().insertBehind(changes[i]!, doc)));
        const winner = (await store().get(board.id))!.rank!;
        expect(stored.map(one => one !== null)).toEqual(docs.map((_, i) => i === winner));
        expect((await store().getMany(docs.map(({ id }) => id))).map(({ id }) => id)).toEqual([docs[winner]!.id]);
      }),
      { numRuns: 12 },
    );
  });
}
