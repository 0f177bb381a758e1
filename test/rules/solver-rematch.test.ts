/** Exchanges of whole trips between couriers: all at once, never dearer, and only of what nobody was shown. */
import { expect, test } from '@jest/globals';
import type { PlanCourier, PlanOrder } from '../../server/features/dispatch/planning/types.ts';
import type { Planning } from '../../server/features/dispatch/solver/places.ts';
import { rematch } from '../../server/features/dispatch/solver/rematch.ts';
import { courier, east, meal, noon, pair, travel } from './solver.kit.ts';
import { planningOf, ridesIn, walk } from './solver.walk.ts';

/** Couriers at so many minutes, each with these orders in turn. */
const planned = (rides: [PlanCourier, PlanOrder[]][]): Planning =>
  planningOf(
    {
      ...{ now: noon, travel, gainS: 600 },
      ...{ orders: rides.flatMap(([, meals]) => meals), couriers: rides.map(([rider]) => rider) },
    },
    new Map(rides.map(([rider, meals]) => [rider.id, meals.flatMap(({ id }) => pair(id))])),
  );
/** From a kitchen so many minutes away to a door beside it. */
const from = (id: string, minutes: number, over: Partial<PlanOrder> = {}) =>
  meal(id, minutes + 1, { outletId: `k${minutes}`, pickup: east(minutes), ...over });
const rider = (id: string, minutes: number, over: Partial<PlanCourier> = {}) =>
  courier(id, { point: east(minutes), ...over });
const held = (plan: Planning) =>
  Object.fromEntries(
    ridesIn(plan).map(([{ id }, stops]) => [
      id,
      stops.filter(({ kind }) => kind === 'collect').map(({ orderId }) => orderId),
    ]),
  );
const many = { depth: 0, cells: 100 };

test('three couriers who each have the next one’s order exchange them in one go', () => {
  const plan = planned([
    [rider('a', 0), [from('far', 20)]],
    [rider('b', 10), [from('near', 0)]],
    [rider('c', 20), [from('middle', 10)]],
  ]);
  rematch(plan, many);
  expect(held(plan)).toEqual({ a: ['near'], b: ['middle'], c: ['far'] });
  const orders = new Map(plan.by.orders.map(order => [order.id, order]));
  for (const [at, [one, stops]] of ridesIn(plan).entries())
    expect([one.id, plan.tours[at]!.walked]).toEqual([one.id, walk(stops, one, { orders, travel })]);
});

test('what was shown stays, what comes behind it may go', () => {
  const plan = planned([
    [rider('a', 0), [from('shown', 0, { shownTo: 'a' }), from('far', 20)]],
    [rider('b', 20), [from('near', 0)]],
  ]);
  rematch(plan, many);
  expect(held(plan)).toEqual({ a: ['shown', 'near'], b: ['far'] });
  const frozen = pair('far');
  const kept = planned([
    [rider('a', 0, { frozen }), [from('far', 20)]],
    [rider('b', 20), [from('near', 0)]],
  ]);
  rematch(kept, many);
  expect(held(kept)).toEqual({ a: ['far'], b: ['near'] });
});

test('a trip goes to nobody who may not have it or whose shift it would overrun', () => {
  const swapped = (over: Partial<PlanOrder>, second: Partial<PlanCourier> = {}) => {
    const plan = planned([
      [rider('a', 0), [from('far', 20, over)]],
      [rider('b', 20, second), [from('near', 0)]],
    ]);
    rematch(plan, many);
    return held(plan);
  };
  const stays = { a: ['far'], b: ['near'] };
  expect(swapped({})).toEqual({ a: ['near'], b: ['far'] });
  expect(swapped({ bans: ['b'] })).toEqual(stays);
  expect(swapped({ pin: 'a' })).toEqual(stays);
  expect(swapped({ skills: ['wine'] })).toEqual(stays);
  expect(swapped({}, { takesNew: false })).toEqual(stays);
  expect(swapped({}, { endAt: new Date(noon.getTime() - 15 * 60_000) })).toEqual(stays);
});

test('deeper, the first trip of each stays and the ones behind are exchanged', () => {
  const ride = (): Planning =>
    planned([
      [rider('a', 0), [from('one', 0), from('far', 20)]],
      [rider('b', 20), [from('two', 20), from('near', 0)]],
    ]);
  const deep = ride();
  rematch(deep, { depth: 1, cells: 100 });
  expect(held(deep)).toEqual({ a: ['one', 'near'], b: ['two', 'far'] });
  const tooLarge = ride();
  rematch(tooLarge, { depth: 1, cells: 3 });
  expect(held(tooLarge)).toEqual(held(ride()));
});
