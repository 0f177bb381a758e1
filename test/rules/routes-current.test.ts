/** A plan takes time: what of it still holds when it is there. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedRoute, Problem } from '../../server/features/dispatch/planning/types.ts';
import { current } from '../../server/features/dispatch/rules/current.ts';
import { leastOf } from '../../server/features/dispatch/solver/near.ts';
import { collect, deliver } from './routes.kit.ts';

const route = (courierId: string, ...orderIds: string[]): PlannedRoute => ({
  courierId,
  stops: orderIds.flatMap(orderId => [
    { orderId, kind: 'collect' },
    { orderId, kind: 'deliver' },
  ]),
});
/** What each courier was shown when the plan was asked for. */
const problemOf = (shown: readonly PlannedRoute[]): Pick<Problem, 'couriers' | 'orders'> => ({
  couriers: shown.map(({ courierId, stops }) => ({ id: courierId, shown: stops })) as unknown as Problem['couriers'],
  orders: shown.flatMap(({ courierId, stops }) =>
    stops.filter(({ kind }) => kind === 'collect').map(({ orderId }) => ({ id: orderId, shownTo: courierId })),
  ) as unknown as Problem['orders'],
});
const showing = (now: Record<string, string[]>) => (courierId: string) =>
  (now[courierId] ?? []).flatMap(id => [collect(id), deliver(id)]);
const couriersOf = (routes: readonly PlannedRoute[]) => routes.map(({ courierId }) => courierId);

const asked = [route('ann', 'tea'), route('bo', 'rice'), route('cy', 'soup'), route('di')];
const planned = [route('ann', 'tea', 'rice'), route('bo', 'soup'), route('cy'), route('di', 'cake')];

test('while nothing has changed the whole plan holds', () => {
  const now = showing({ ann: ['tea'], bo: ['rice'], cy: ['soup'] });
  expect(couriersOf(current(planned, problemOf(asked), now))).toEqual(['ann', 'bo', 'cy', 'di']);
});

test('a route that has changed meanwhile keeps what it has, and so do all who would change orders with it, at any remove', () => {
  const now = showing({ ann: ['tea'], bo: ['rice'], cy: ['soup', 'noodles'] });
  expect(couriersOf(current(planned, problemOf(asked), now))).toEqual(['di']);
});

test('whoever only gets new work is not held up by others’ changes', () => {
  const now = showing({ ann: ['tea'], bo: ['rice'], cy: ['soup'], di: ['noodles'] });
  expect(couriersOf(current(planned, problemOf(asked), now))).toEqual(['ann', 'bo', 'cy']);
});

test('whatever has changed meanwhile, nobody’s order is lost or on two routes', () => {
  const crew = ['ann', 'bo', 'cy', 'di', 'eve'];
  const spread = fc.array(fc.nat(crew.length - 1), { minLength: 8, maxLength: 8 });
  const routesOf = (holders: readonly number[]) =>
    crew.map((id, c) => route(id, ...holders.flatMap((holder, o) => (holder === c ? [`order-${o}`] : []))));
  fc.assert(
    fc.property(spread, spread, fc.subarray(crew), (before, after, changed) => {
      const was = routesOf(before);
      const wanted = routesOf(after);
      const shownNow = (id: string) => [
        ...was.find(({ courierId }) => courierId === id)!.stops,
        ...(changed.includes(id) ? route(id, `new-${id}`).stops : []),
      ];
      const kept = current(wanted, problemOf(was), id => shownNow(id) as ReturnType<ReturnType<typeof showing>>);
      const ended = crew.flatMap(id => kept.find(({ courierId }) => courierId === id)?.stops ?? shownNow(id));
      const collected = ended.filter(({ kind }) => kind === 'collect').map(({ orderId }) => orderId);
      const expected = [...before.map((_, o) => `order-${o}`), ...changed.map(id => `new-${id}`)];
      expect([...collected].sort()).toEqual(expected.sort());
    }),
  );
});

test('the few of least size come the least first, and of equals the first named', () => {
  const few = (count: number) => leastOf([900, -100, 300, 100, 2000, 0], Math.abs, count);
  expect(few(3)).toEqual([0, -100, 100]);
  expect(few(10)).toEqual([0, -100, 100, 300, 900, 2000]);
});
