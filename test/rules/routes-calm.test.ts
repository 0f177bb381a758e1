/** How calm a route is: what was changed of what its courier had seen. */
import { expect, test } from '@jest/globals';
import { changesOf } from '../../server/features/dispatch/rules/calm.ts';
import { collect, deliver } from './routes.kit.ts';

const of = (...names: string[]) => ({
  stops: names.map(name => {
    const [kind, id, outletId] = name.split(' ') as [string, string, string?];
    const over = outletId ? { outletId } : {};
    return kind === 'collect' ? collect(id, over) : deliver(id, over);
  }),
});
const calm = { next: 0, moved: 0, taken: 0, inserted: 0 };
const changes = (before: string[], after: string[], over: string[] = []) =>
  changesOf(of(...before), of(...after), ({ orderId }) => over.includes(orderId));
const shown = ['collect a', 'deliver a', 'collect b south', 'deliver b'];

test('the same route, and one that only grows at its end, is calm', () => {
  expect(changes(shown, shown)).toEqual(calm);
  expect(changes(shown, [...shown, 'collect c', 'deliver c'])).toEqual(calm);
  expect(changes([], ['collect a', 'deliver a'])).toEqual(calm);
  expect(changes(shown, [], ['a', 'b'])).toEqual(calm);
});

test('what is done or over has simply disappeared', () => {
  expect(changes(shown, shown.slice(1), ['a'])).toEqual(calm);
  expect(changes(shown, shown.slice(2), ['a'])).toEqual(calm);
});

test('another next stop is counted once, whether it was taken away or put back', () => {
  expect(changes(shown, shown.slice(2))).toMatchObject({ next: 1, taken: 1 });
  expect(changes(shown, ['collect b south', 'collect a', 'deliver a', 'deliver b'])).toEqual({
    ...calm,
    next: 1,
    moved: 1,
  });
  expect(changes(['collect a', 'collect b', 'deliver a'], ['deliver a'])).toMatchObject({ next: 1, taken: 0 });
});

test('other food of the same kitchen, taken in the same halt, is no other next stop', () => {
  expect(changes(['collect a', 'deliver a'], ['collect c', 'collect a', 'deliver a', 'deliver c'])).toEqual({
    ...calm,
    inserted: 1,
  });
});

test('later stops that change places are counted as few as can be, those taken away and those put between one by one', () => {
  const long = ['collect a', 'deliver a', 'collect b south', 'deliver b', 'collect c east', 'deliver c'];
  expect(changes(long, [...long.slice(0, 2), ...long.slice(4), ...long.slice(2, 4)])).toEqual({ ...calm, moved: 2 });
  expect(changes(long, [...long.slice(0, 2), 'deliver c', 'deliver b', 'collect b south', 'collect c east'])).toEqual({
    ...calm,
    moved: 2,
  });
  expect(changes(long, long.slice(0, 4))).toEqual({ ...calm, taken: 2 });
  expect(changes(shown, ['collect a', 'collect x west', 'deliver a', 'deliver x', ...shown.slice(2)])).toEqual({
    ...calm,
    inserted: 2,
  });
});
