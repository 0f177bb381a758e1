/** Why an order went to a courier, as the dispatcher reads it: who else, who not, and what would have changed it. */
import { afterEach, expect, test } from '@jest/globals';
import type { Decision } from '../../server/contract/decisions.ts';
import type { Wire } from '../../server/contract/events.ts';
import { decisionsSpec } from '../../server/features/dispatch/store.ts';
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
  expect(decision).toMatchObject({ courierId: here.id, runnerUp: away.id, constraints: [{ kind: 'ban' }] });
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
  expect(first).toMatchObject({ runnerUp: null, marginS: null, constraints: [{ kind: 'ban' }] });
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

const desk = () => house.town.chain.dispatcher;
const newest = async (orderId: string) => {
  const path = '/dispatch/decisions?region=north';
  const { decisions } = await house.must<{ decisions: Wire<Decision>[] }>(desk(), 'GET', path);
  return decisions.find(decision => decision.orderId === orderId)!;
};
const whyOf = async (orderId: string) => {
  const why = await house.must<{ others: { decisions: Wire<Decision>[] }[] }>(desk(), 'GET', `/orders/${orderId}/why`);
  return why.others.flatMap(({ decisions }) => decisions);
};
const say = (what: 'pin' | 'ban', orderId: string, courierId: string, reason: string) =>
  house.must(desk(), 'POST', `/dispatch/orders/${orderId}/${what}`, { courierId, reason });

test('every word that bound a decision stands in it, with its author and its reason', async () => {
  house = await openNorth({ planner: planner() });
  const [one, two, three] = [
    await house.onShift('courier-north'),
    await house.onShift('n2'),
    await house.onShift('n3'),
  ];
  const id = await house.order({ deeds: ['accept', 'start'] });
  await say('ban', id, one.id, 'Had a quarrel');
  await say('ban', id, two.id, 'No lift');
  await say('pin', id, three.id, 'Knows the house');
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`);
  await house.plan();
  const by = { kind: 'staff', id: desk().id };
  expect(await newest(id)).toMatchObject({
    courierId: three.id,
    constraints: [
      { kind: 'pin', courierId: three.id, by, reason: 'Knows the house' },
      { kind: 'ban', courierId: one.id, by, reason: 'Had a quarrel' },
      { kind: 'ban', courierId: two.id, by, reason: 'No lift' },
    ],
  });
});

test("a dispatcher's order of stops is why each of its orders is where it is, and why a new one is not there", async () => {
  house = await openNorth({ planner: planner() });
  const courier = await house.onShift('courier-north');
  const orders = [await house.order(), await house.order()];
  await house.plan();
  const stops = (['collect', 'deliver'] as const).flatMap(kind => orders.map(orderId => ({ orderId, kind })));
  const reason = 'The diner is waiting outside';
  await house.must(desk(), 'POST', `/dispatch/couriers/${courier.id}/sequence`, { stops, reason });
  const lock = { kind: 'lock', courierId: courier.id, by: { kind: 'staff', id: desk().id }, reason };
  for (const id of orders) {
    const words = (await whyOf(id)).filter(({ planId }) => planId === null);
    expect(words).toMatchObject([{ courierId: courier.id, constraints: [lock] }]);
  }
  const later = await house.order();
  await house.plan();
  const refused = await newest(later);
  expect(refused).toMatchObject({ courierId: null, constraints: [lock] });
  expect(refused.candidates).toMatchObject([{ courierId: courier.id, rejected: 'route_locked' }]);
  expect(refused.wouldChange).toMatchObject([{ courierId: courier.id, unless: 'route_locked' }]);
});

test('a decision of an older server, which named one word at most, can still be read', async () => {
  house = await openNorth({ planner: planner() });
  const id = await house.order();
  const by = { kind: 'staff' as const, id: 'somebody' };
  const old = {
    ...{ id: 'old', version: 1, orderId: id, region: 'north', planId: 'plan', at: house.town.clock.now() },
    ...{ courierId: 'courier-north', from: null, runnerUp: null, marginS: null, constraint: { kind: 'pin', by } },
    candidates: [{ courierId: 'courier-north', costS: 9, terms: { rideS: 1, waitS: 2, lateS: 3 }, rejected: null }],
  };
  await house.town.kit.db.of(decisionsSpec).insert(old as unknown as Decision);
  expect(await newest(id)).toMatchObject({ id: 'old', constraints: [] });
  expect((await whyOf(id)).map(decision => decision.id)).toContain('old');
});

test('where earnings are to be evened out a decision says what that cost each courier', async () => {
  house = await openNorth({ planner: planner() });
  const wish = { evenS: 300 };
  await house.must(house.town.chain.head_office, 'PUT', '/dispatch/regions/north/wishes', wish);
  const [busy, idle] = [await house.onShift('courier-north'), await house.onShift('n2')];
  const first = await house.order();
  await house.plan();
  const [by, other] = (await house.stops(busy.id)).length > 0 ? [busy, idle] : [idle, busy];
  for (const what of ['arrive', 'collect', 'arrive', 'deliver']) await house.say(by, what, first);
  for (const one of [by, other]) await house.report(one, near);
  const id = await house.order();
  await house.plan();
  const { courierId, candidates } = await newest(id);
  const evenS = (of: string) => candidates.find(it => it.courierId === of)!.terms.evenS ?? 0;
  expect(courierId).toBe(other.id);
  expect(evenS(by.id)).toBeGreaterThan(evenS(other.id));
});
