/** The contract of writes: inserted once, compared and set, removed by version; raced by many, won by one. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Db, Store } from '../../server/infra/store/port.ts';
import { next, type Thing, thing, things } from './thing.ts';

export function writesContract(db: () => Db): void {
  const store = (): Store<Thing> => db().of(things);
  let count = 0;
  const fresh = (more: Partial<Thing> = {}) => thing(`w${++count}`, more);
  const saved = async (more: Partial<Thing> = {}) => {
    const doc = fresh(more);
    await store().insert(doc);
    return doc;
  };

  test('what was inserted is read back as it was', async () => {
    const doc = await saved({
      rank: 1.5,
      at: new Date('2026-11-23T04:00:00.123Z'),
      code: 'ä"\'\\\n面',
      bag: { deep: { list: [1, 'two', null, true] }, 'a.b': 1, $x: 2, '': 'empty' },
      log: [{ v: 1, at: new Date(5), name: 'order.noted', actor: { kind: 'system', id: 'x' }, data: { text: 'hi' } }],
    });
    expect(await store().get(doc.id)).toEqual(doc);
  });
  test('an id that is not there is null', async () => expect(await store().get('nobody')).toBeNull());
  test('an id of strange characters is an id', async () => {
    const doc = thing("w'; DROP TABLE things; -- 🍚 $ .");
    await store().insert(doc);
    expect(await store().get(doc.id)).toEqual(doc);
  });
  test('a document of a megabyte is kept', async () => {
    const doc = await saved({ bag: { text: 'x'.repeat(1_000_000) } });
    expect(await store().get(doc.id)).toEqual(doc);
  });
  test('an id that is taken answers who holds it and changes nothing', async () => {
    const doc = await saved({ rank: 1 });
    expect(await store().insert({ ...doc, rank: 2 })).toEqual({ inserted: false, existing: doc });
    expect((await store().get(doc.id))?.rank).toBe(1);
  });
  test('a unique key that is taken answers who holds it', async () => {
    const doc = await saved({ group: 'u1', code: 'c' });
    expect(await store().insert(fresh({ group: 'u1', code: 'c' }))).toEqual({ inserted: false, existing: doc });
  });
  test('a unique key on an inner field is unique', async () => {
    const doc = await saved({ inner: { name: 'inner-1' } });
    expect(await store().insert(fresh({ inner: { name: 'inner-1' } }))).toEqual({ inserted: false, existing: doc });
  });
  test('a document with a null part of a unique key is outside it', async () => {
    await saved({ group: 'u2', code: null });
    expect(await store().insert(fresh({ group: 'u2', code: null }))).toEqual({ inserted: true });
  });
  test('the same part under another group is another key', async () => {
    await saved({ group: 'u3', code: 'c' });
    expect(await store().insert(fresh({ group: 'u4', code: 'c' }))).toEqual({ inserted: true });
  });
  test('a unique key is free again after its holder was removed', async () => {
    const doc = await saved({ group: 'u5', code: 'c' });
    await store().removeIf(doc.id, { version: 1 });
    expect(await store().insert(fresh({ group: 'u5', code: 'c' }))).toEqual({ inserted: true });
  });
  test('a unique key moves with its document', async () => {
    const doc = await saved({ group: 'u6', code: 'old' });
    expect(await store().replaceIf(next(doc, { code: 'new' }), { version: 1 })).toBe(true);
    expect(await store().insert(fresh({ group: 'u6', code: 'old' }))).toEqual({ inserted: true });
    expect(await store().by('code', { group: 'u6', code: 'new' })).toMatchObject({ id: doc.id });
  });
  test('a change that would take another document’s key is a conflict and changes nothing', async () => {
    await saved({ group: 'u7', code: 'taken' });
    const doc = await saved({ group: 'u7', code: 'free' });
    await expect(store().replaceIf(next(doc, { code: 'taken' }), { version: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await store().get(doc.id)).toEqual(doc);
  });
  test('by a unique key the one document is found, and null where there is none', async () => {
    const doc = await saved({ group: 'u8', code: 'c' });
    expect(await store().by('code', { group: 'u8', code: 'c' })).toEqual(doc);
    expect(await store().by('code', { group: 'u8', code: 'd' })).toBeNull();
    expect(await store().by('code', { group: 'u8', code: null })).toBeNull();
  });
  test('a key that is not declared is a mistake, so is a part too few or too many', async () => {
    await expect(store().by('nothing', {})).rejects.toThrow(/no unique key nothing/);
    await expect(store().by('code', { group: 'g' })).rejects.toThrow(/needs code/);
    await expect(store().by('code', { group: 'g', code: 'c', more: 1 })).rejects.toThrow(/no part more/);
  });
  test('a change of the version that is stored is made', async () => {
    const doc = await saved();
    expect(await store().replaceIf(next(doc, { rank: 9 }), { version: 1 })).toBe(true);
    expect(await store().get(doc.id)).toEqual({ ...doc, version: 2, rank: 9 });
  });
  test('a change of an older version is not made', async () => {
    const doc = await saved();
    await store().replaceIf(next(doc), { version: 1 });
    expect(await store().replaceIf(next(doc, { rank: 7 }), { version: 1 })).toBe(false);
    expect((await store().get(doc.id))?.rank).toBeNull();
  });
  test('a change of a document that is not there is not made', async () => {
    expect(await store().replaceIf(next(fresh()), { version: 1 })).toBe(false);
  });
  test('a version that does not follow is a mistake', async () => {
    const doc = await saved();
    await expect(store().replaceIf({ ...doc, version: 3 }, { version: 1 })).rejects.toThrow(/does not follow/);
  });
  test('what is written once is there in every version, however it is read', async () => {
    const letter = '{"dear":"kitchen","辣":"\\"very\\""}';
    const first = thing('lettered', { letter, inner: { name: 'lettered' } });
    await store().insert(first);
    const second = next(first, { state: 'read' });
    expect(await store().replaceIf(second, { version: 1 })).toBe(true);
    expect(await store().get('lettered')).toEqual(second);
    expect(await store().getMany(['lettered'])).toEqual([second]);
    expect(await store().by('name', { 'inner.name': 'lettered' })).toEqual(second);
    expect(await store().range('byName', { 'inner.name': 'lettered' }, { limit: 1 })).toEqual([second]);
  });
  test('a field that is left out is gone', async () => {
    const doc = await saved({ bag: { a: 1, b: 2 } });
    await store().replaceIf(next(doc, { bag: { b: 2 } }), { version: 1 });
    expect((await store().get(doc.id))?.bag).toEqual({ b: 2 });
  });
  test('a removal of the stored version removes, of another one does not', async () => {
    const doc = await saved();
    expect(await store().removeIf(doc.id, { version: 2 })).toBe(false);
    expect(await store().removeIf(doc.id, { version: 1 })).toBe(true);
    expect(await store().get(doc.id)).toBeNull();
    expect(await store().removeIf(doc.id, { version: 1 })).toBe(false);
  });
  test('several are read at once, those that are not there are left out', async () => {
    const [a, b] = [await saved(), await saved()];
    const read = await store().getMany([a.id, 'nobody', b.id]);
    expect(new Set(read.map(({ id }) => id))).toEqual(new Set([a.id, b.id]));
    expect(await store().getMany([])).toEqual([]);
  });
  test('of many inserts of one id at the same time one is made, the others are shown it', async () => {
    const doc = fresh();
    const made = await Promise.all(Array.from({ length: 20 }, (_, i) => store().insert({ ...doc, rank: i })));
    const winners = made.filter(({ inserted }) => inserted);
    expect(winners).toHaveLength(1);
    const stored = await store().get(doc.id);
    for (const one of made) if (!one.inserted) expect(one.existing).toEqual(stored);
  });
  test('of many inserts of one unique key at the same time one is made', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, () => store().insert(fresh({ group: 'race', code: 'one' }))),
    );
    expect(made.filter(({ inserted }) => inserted)).toHaveLength(1);
  });
  test('of many changes of one version at the same time one is made', async () => {
    const doc = await saved();
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) => store().replaceIf(next(doc, { rank: i }), { version: 1 })),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect((await store().get(doc.id))?.rank).toBe(made.indexOf(true));
  });
  test('counters raised by many at once lose no step, whatever the number of hands and steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 5 }), async (hands, steps) => {
        const doc = await saved({ rank: 0 });
        const hand = async () => {
          for (let done = 0; done < steps; ) {
            const held = (await store().get(doc.id))!;
            if (await store().replaceIf(next(held, { rank: held.rank! + 1 }), { version: held.version })) done++;
          }
        };
        await Promise.all(Array.from({ length: hands }, hand));
        expect(await store().get(doc.id)).toMatchObject({ rank: hands * steps, version: 1 + hands * steps });
      }),
      { numRuns: 8 },
    );
  });
  test('what was written is read at once by the one who wrote it', async () => {
    const doc = await saved();
    for (let version = 1; version < 20; version++) {
      await store().replaceIf({ ...doc, version: version + 1 }, { version });
      expect((await store().get(doc.id))?.version).toBe(version + 1);
    }
  });
}
