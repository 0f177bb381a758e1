/** Why an order went to a courier, as the dispatcher reads it: who else, who not, and what would have changed it. */
import { afterEach, expect, test } from '@jest/globals';
import type { Decision } from '../../server/contract/decisions.ts';
import type { Wire } from '../../server/contract/events.ts';
import { far, type North, near, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

test('a decision names who came second, who was barred, and what would have changed it', async () => {
  house = await openNorth({ planner: planner() });
  const { dispatcher } = house.town.chain;
  const banned = await house.onShift('courier-north', { point: near });
  const away = await house.onShift('courier-away', { point: far });
  const here = await house.onShift('courier-here', { point: { ...near, lng: near.lng + 0.001 } });
  const id = await house.order({ deeds: ['accept', 'start'] });
  const word = { courierId: banned.id, reason: 'Has asked not to' };
  await house.must(dispatcher, 'POST', `/dispatch/orders/${id}/ban`, word);
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`);
  await house.plan();
  const { decisions } = await house.must<{ decisions: Wire<Decision>[] }>(
    dispatcher,
    'GET',
    '/dispatch/decisions?region=north',
  );
  const known = decisions.find(({ orderId }) => orderId === id)!;
  const decision = await house.must<Wire<Decision>>(dispatcher, 'GET', `/dispatch/decisions/${known.id}`);
  expect(decision).toMatchObject({ courierId: here.id, runnerUp: away.id, constraint: { kind: 'ban' } });
  expect(decision.candidates.map(({ courierId, rejected }) => [courierId, rejected])).toEqual([
    [here.id, null],
    [away.id, null],
    [banned.id, 'banned'],
  ]);
  expect(decision.wouldChange).toEqual([
    { courierId: banned.id, unless: 'banned', ifCostFellByS: 0 },
    { courierId: away.id, unless: null, ifCostFellByS: decision.marginS },
  ]);
});

test('an order nobody can have says who could not and why, once for the same reasons, and who would have it were it allowed', async () => {
  house = await openNorth({ planner: planner() });
  const { dispatcher } = house.town.chain;
  const banned = await house.onShift('courier-north', { point: near });
  const id = await house.order();
  const said = async () =>
    (await house.must<{ decisions: Wire<Decision>[] }>(dispatcher, 'GET', '/dispatch/decisions?region=north')).decisions
      .filter(({ orderId, courierId }) => orderId === id && courierId === null)
      .reverse();
  await house.must(dispatcher, 'POST', `/dispatch/orders/${id}/ban`, {
    courierId: banned.id,
    reason: 'Has asked not to',
  });
  await house.plan();
  await house.plan();
  const [first, ...more] = await said();
  expect(more).toEqual([]);
  expect(first).toMatchObject({ runnerUp: null, marginS: null, constraint: { kind: 'ban' } });
  expect(first!.candidates).toMatchObject([{ courierId: banned.id, rejected: 'banned' }]);
  expect(first!.wouldChange).toEqual([{ courierId: banned.id, unless: 'banned', ifCostFellByS: 0 }]);
  house.town.clock.turn(1);
  await house.onShift('courier-late', { point: far, hours: 0.01 });
  await house.plan();
  expect((await said()).map(({ candidates }) => candidates.map(({ rejected }) => rejected))).toEqual([
    ['banned'],
    ['banned', 'not_feasible'],
  ]);
  const why = await house.must<{ others: unknown }>(dispatcher, 'GET', `/orders/${id}/why`);
  expect(JSON.stringify(why)).toContain('not_feasible');
});
