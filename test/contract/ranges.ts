/** The contract of ranges: declared ones only, in their order, page by page, without the documents that are outside. */
import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Db, RangeOptions, Store, Where } from '../../server/infra/store/port.ts';
import { type Thing, thing, things } from './thing.ts';

const minute = (n: number) => new Date(Date.UTC(2026, 10, 23, 4, n));

export function rangesContract(db: () => Db): void {
  const store = (): Store<Thing> => db().of(things);
  const ids = async (name: string, where: Where, options: Partial<RangeOptions> = {}) =>
    (await store().range(name, where, { limit: 100, ...options })).map(({ id }) => id);

  beforeAll(async () => {
    const rows: [string, string, number | null, number | null][] = [
      ['r1', 'open', 3, 1],
      ['r2', 'open', 1, 2],
      ['r3', 'open', 2, 3],
      ['r4', 'done', 1, 4],
      ['r5', 'open', null, 5],
      ['r6', 'done', 5, null],
    ];
    for (const [id, state, rank, at] of rows)
      await store().insert(thing(id, { group: 'range', state, rank, at: at === null ? null : minute(at) }));
  });

  test('equality on all but the last path, in the order of the last', async () =>
    expect(await ids('byRank', { group: 'range', state: 'open' })).toEqual(['r2', 'r3', 'r1']));
  test('the other way round', async () =>
    expect(await ids('byRank', { group: 'range', state: 'open' }, { order: 'desc' })).toEqual(['r1', 'r3', 'r2']));
  test('without its last path a document is not in the range', async () => {
    expect(await ids('byRank', { group: 'range', state: 'open' })).not.toContain('r5');
    expect(await ids('byTime', { group: 'range' })).not.toContain('r6');
  });
  test('equality on the whole range', async () =>
    expect(await ids('byRank', { group: 'range', state: 'done', rank: 5 })).toEqual(['r6']));
  test('equality on a part of it orders by the rest', async () =>
    expect(await ids('byRank', { group: 'range' })).toEqual(['r4', 'r6', 'r2', 'r3', 'r1']));
  test('both ends of a span are inside', async () =>
    expect(await ids('byTime', { group: 'range', at: { from: minute(2), to: minute(4) } })).toEqual([
      'r2',
      'r3',
      'r4',
    ]));
  test('a span may be open at either end', async () => {
    expect(await ids('byTime', { group: 'range', at: { from: minute(4) } })).toEqual(['r4', 'r5']);
    expect(await ids('byTime', { group: 'range', at: { to: minute(2) } })).toEqual(['r1', 'r2']);
  });
  test('a span of numbers compares as numbers', async () =>
    expect(await ids('byRank', { group: 'range', state: 'open', rank: { from: 2, to: 10 } })).toEqual(['r3', 'r1']));
  test('a span in which nothing lies is empty', async () =>
    expect(await ids('byTime', { group: 'range', at: { from: minute(40) } })).toEqual([]));
  test('no more than the limit', async () =>
    expect(await ids('byTime', { group: 'range' }, { limit: 2 })).toEqual(['r1', 'r2']));
  test('behind a document the range goes on', async () => {
    const [, second] = await store().range('byTime', { group: 'range' }, { limit: 2 });
    expect(await ids('byTime', { group: 'range' }, { after: second! })).toEqual(['r3', 'r4', 'r5']);
    expect(await ids('byTime', { group: 'range' }, { after: second!, order: 'desc' })).toEqual(['r1']);
  });
  test('a range over ids alone', async () =>
    expect(await ids('all', { id: { from: 'r1', to: 'r3' } })).toEqual(['r1', 'r2', 'r3']));
  test('a count counts what the range holds', async () => {
    expect(await store().count('byRank', { group: 'range', state: 'open' })).toBe(3);
    expect(await store().count('byTime', { group: 'range', at: { to: minute(3) } })).toBe(3);
    expect(await store().count('byTime', { group: 'nobody' })).toBe(0);
  });
  test('a range that is not declared, or a path that is skipped, is a mistake', async () => {
    await expect(store().range('nothing', {}, { limit: 1 })).rejects.toThrow(/no range nothing/);
    await expect(store().range('byRank', { state: 'open' }, { limit: 1 })).rejects.toThrow(/cannot use state/);
    await expect(store().range('byRank', { group: { from: 'a' }, state: 'open' }, { limit: 1 })).rejects.toThrow(
      /cannot use state/,
    );
  });
  test('whatever is stored, a range read in pages is the same as in one, and as sorting by hand', async () => {
    let run = 0;
    const row = fc.record({ rank: fc.option(fc.integer({ min: 0, max: 5 })), state: fc.constantFrom('a', 'b') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (rows, page, isDown) => {
          const group = `page-${++run}`;
          await Promise.all(
            rows.map((one, i) => store().insert(thing(`${group}-${String(i).padStart(2, '0')}`, { ...one, group }))),
          );
          const order = isDown ? 'desc' : 'asc';
          const paged: Thing[] = [];
          for (let full = true; full; ) {
            const after = paged.at(-1);
            const read = await store().range('byRank', { group }, { limit: page, order, ...(after ? { after } : {}) });
            paged.push(...read);
            full = read.length === page;
          }
          const compare = (a: Thing, b: Thing) =>
            a.state < b.state ? -1 : a.state > b.state ? 1 : a.rank! - b.rank! || (a.id < b.id ? -1 : 1);
          const all = await store().range('byRank', { group }, { limit: 1000 });
          const byHand = all.toSorted(compare);
          if (isDown) byHand.reverse();
          expect(paged.map(({ id }) => id)).toEqual(byHand.map(({ id }) => id));
          expect(paged).toHaveLength(rows.filter(({ rank }) => rank !== null).length);
        },
      ),
      { numRuns: 15 },
    );
  });
}
