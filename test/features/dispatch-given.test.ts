/** An order on its way into one route is nobody else's, from the decision to the commit. */
import { expect, test } from '@jest/globals';
import type { Route } from '../../server/contract/routes.ts';
import { createRouteBook } from '../../server/features/dispatch/keeping/routebook.ts';
import { aRoute, collect, deliver, names, noon } from '../rules/routes.kit.ts';

/** A store whose next write waits until it is told how it ends. */
function waiting(...routes: Route[]) {
  const stored = new Map(routes.map(route => [route.id, route]));
  const ends: ((end: boolean | Error) => void)[] = [];
  const refused = async () => {
    throw new Error('Not asked for here');
  };
  return {
    end: (end: boolean | Error) => ends.shift()!(end),
    book: createRouteBook({
      ...{ clock: { now: () => noon }, orderOf: () => undefined, shiftOf: () => null, changed: () => undefined },
      store: {
        routes: {
          ...{ insert: refused, insertBehind: refused, getMany: refused, by: refused, range: refused },
          ...{ count: refused, removeIf: refused },
          get: async id => stored.get(id) ?? null,
          replaceIf: (route: Route) =>
            new Promise<boolean>((resolve, reject) => {
              ends.push(end => {
                if (end === true) stored.set(route.id, route);
                if (end instanceof Error) reject(end);
                else resolve(end);
              });
            }),
        },
        routesIn: async () => [...stored.values()],
        allRoutes: async () => [...stored.values()],
        routeOf: async id => stored.get(id)!,
      },
    }),
  };
}
const pair = (id: string) => [collect(id), deliver(id)];
const opened = async () => {
  const house = waiting(aRoute([], { id: 'first' }), aRoute([], { id: 'second' }));
  await house.book.ready('city');
  const giving = house.book.edit('first', () => ({ stops: pair('o1') }), { fromMemory: true });
  return { ...house, giving };
};

test('an order being given is free for whom it is given to, and for nobody else', async () => {
  const { book, end, giving } = await opened();
  expect(['first', 'second', null].map(id => book.isFreeFor('o1', id))).toEqual([true, false, false]);
  expect(book.of('o1')).toEqual([]);
  end(true);
  await giving;
  expect([book.isFreeFor('o1', 'first'), book.isFreeFor('o1', 'second')]).toEqual([true, false]);
  expect(book.of('o1').map(({ id }) => id)).toEqual(['first']);
});

test('somebody was faster: it stays given while it is decided again', async () => {
  const { book, end, giving } = await opened();
  end(false);
  await new Promise(setImmediate);
  expect(book.isFreeFor('o1', 'second')).toBe(false);
  end(true);
  expect(names((await giving).stops)).toEqual(['collect o1', 'deliver o1']);
});

test('a write that fails gives nothing: the order is free again', async () => {
  const { book, end, giving } = await opened();
  end(new Error('disk full'));
  await expect(giving).rejects.toThrow('disk full');
  expect([book.isFreeFor('o1', 'second'), book.of('o1')]).toEqual([true, []]);
});

test('what leaves a route is free once that is stored, not before', async () => {
  const { book, end, giving } = await opened();
  end(true);
  await giving;
  const leaving = book.edit('first', () => ({ stops: [] }), { fromMemory: true });
  expect(book.isFreeFor('o1', 'second')).toBe(false);
  end(true);
  await leaving;
  expect(book.isFreeFor('o1', 'second')).toBe(true);
});
