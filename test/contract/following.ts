/** The contract of following: every commit at least once, in order per document, from now on or behind a token. */
import { expect, test } from '@jest/globals';
import type { Change, Db, Store } from '../../server/infra/store/port.ts';
import { next, others, type Thing, thing, things, until } from './thing.ts';

export interface Known {
  /** The stand-in puts refused inserts into its log of changes. */
  tellsRefusedInserts: boolean;
  /** A stand-in may tell of a change with the document as it is by then, later versions included. */
  tellsEveryVersion: boolean;
}

export function followingContract(db: () => Db, { tellsEveryVersion, tellsRefusedInserts }: Known): void {
  const store = (): Store<Thing> => db().of(things);
  const listen = async (token: string | null = null, specs = [things]) => {
    const heard: Change[] = [];
    const following = await db().follow(specs, token, changes => void heard.push(...changes));
    return { heard, following, of: (id: string) => heard.filter(change => change.id === id) };
  };

  test('an insert is heard with its document', async () => {
    const { following, of } = await listen();
    const doc = thing('f1', { at: new Date(5) });
    await store().insert(doc);
    await until(() => of('f1').length > 0);
    expect(of('f1')[0]).toMatchObject({ collection: 'things', id: 'f1', version: 1, doc });
    await following.stop();
  });
  test('changes of a document are heard in their order', async () => {
    const { following, of } = await listen();
    await store().insert(thing('f2'));
    for (let version = 1; version < 10; version++)
      await store().replaceIf({ ...thing('f2'), version: version + 1 }, { version });
    await until(() => of('f2').at(-1)?.version === 10);
    const versions = of('f2').map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    if (tellsEveryVersion) expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await following.stop();
  });
  test('a removal is heard without a document', async () => {
    const { following, of } = await listen();
    await store().insert(thing('f3'));
    await store().removeIf('f3', { version: 1 });
    await until(() => of('f3').some(({ doc }) => doc === null));
    await following.stop();
  });
  test('a write that was not made is not heard', async () => {
    const { following, of } = await listen();
    await store().insert(thing('f4'));
    await store().insert(thing('f4', { rank: 1 }));
    await store().replaceIf(next(next(thing('f4'))), { version: 2 });
    await store().insert(thing('f4-end'));
    await until(() => of('f4-end').length > 0);
    if (!tellsRefusedInserts) expect(of('f4')).toHaveLength(1);
    expect(of('f4').every(({ version }) => version === 1)).toBe(true);
    await following.stop();
  });
  test('other collections are not heard', async () => {
    const { following, heard, of } = await listen();
    await db().of(others).insert(thing('f5'));
    await store().insert(thing('f5-end'));
    await until(() => of('f5-end').length > 0);
    expect(heard.every(({ collection }) => collection === 'things')).toBe(true);
    await following.stop();
  });
  test('several collections are heard together', async () => {
    const { following, heard } = await listen(null, [things, others]);
    await Promise.all([store().insert(thing('f6')), db().of(others).insert(thing('f6'))]);
    await until(() => new Set(heard.filter(({ id }) => id === 'f6').map(({ collection }) => collection)).size === 2);
    await following.stop();
  });
  test('behind a token nothing is missed and nothing before it is told again', async () => {
    const first = await listen();
    await store().insert(thing('f7-a'));
    await until(() => first.of('f7-a').length > 0);
    const { token } = first.of('f7-a')[0]!;
    await first.following.stop();
    await store().insert(thing('f7-b'));
    await store().insert(thing('f7-c'));
    const second = await listen(token);
    await until(() => second.of('f7-c').length > 0);
    expect(second.heard.map(({ id }) => id)).toEqual(['f7-b', 'f7-c']);
    await second.following.stop();
  });
  test('two followers hear the same', async () => {
    const [one, two] = [await listen(), await listen()];
    await store().insert(thing('f8'));
    await until(() => one.of('f8').length > 0 && two.of('f8').length > 0);
    await one.following.stop();
    await two.following.stop();
  });
  test('who has stopped hears no more', async () => {
    const gone = await listen();
    await gone.following.stop();
    const still = await listen();
    await store().insert(thing('f9'));
    await until(() => still.of('f9').length > 0);
    expect(gone.of('f9')).toEqual([]);
    await still.following.stop();
  });
}
