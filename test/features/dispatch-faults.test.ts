/** What goes wrong on the street and in the house, and what then holds: no order is lost, none is carried twice, the last plan stands. */
import { afterEach, expect, test } from '@jest/globals';
import { createPlanner, type Planner } from '../../server/features/dispatch/planning/planner.ts';
import { type Asked, answerTo } from '../../server/features/dispatch/planning/solving.ts';
import type { Plan } from '../../server/features/dispatch/planning/types.ts';
import type { plan } from '../../server/features/dispatch/solver/plan.ts';
import { createLog } from '../../server/infra/log.ts';
import { WorkerFailure } from '../../server/infra/workers.ts';
import type { TestOptions } from '../support/app.ts';
import { outlet, type Person } from '../support/town.ts';
import { far, kitchen, type North, near, openNorth, planner } from './dispatch.house.ts';

let close: (() => Promise<void>) | null = null;
afterEach(async () => {
  await close?.();
  close = null;
});
async function start(options: TestOptions = {}): Promise<North> {
  const house = await openNorth({ planner: planner(), ...options });
  close = house.town.stop;
  return house;
}
const pair = (id: string) => [`collect ${id}`, `deliver ${id}`];
/** Who has it and who has not; couriers are as good as each other. */
async function holderOf({ stops }: North, people: readonly Person[], id: string) {
  const held = await Promise.all(people.map(async person => (await stops(person.id)).some(name => name.endsWith(id))));
  expect(held.filter(Boolean).length).toBe(1);
  const at = held.indexOf(true);
  return { holder: people[at]!, others: people.filter((_, i) => i !== at) };
}

test('a courier who vanishes keeps nothing that others can still collect', async () => {
  const house = await start({ silentAfterS: 120 });
  const people = [await house.onShift('courier-north'), await house.onShift('n2', { point: far })];
  const id = await house.order();
  await house.plan();
  const { holder, others } = await holderOf(house, people, id);
  for (let i = 0; i < 7; i++) {
    await house.report(others[0]!, far);
    await house.town.pass(60);
  }
  await house.plan();
  expect(await house.stops(holder.id)).toEqual([]);
  expect(await house.stops(others[0]!.id)).toEqual(pair(id));
  const late = await house.order();
  await house.plan();
  expect((await house.stops(holder.id)).join()).not.toContain(late);
});

test('food in the box of a courier who vanishes stays where it is; heard of again, the courier is given work again', async () => {
  const house = await start({ silentAfterS: 120 });
  const courier = await house.onShift('courier-north');
  const id = await house.order();
  await house.plan();
  await house.say(courier, 'arrive', id);
  await house.say(courier, 'collect', id);
  const open = await house.order();
  for (let i = 0; i < 8; i++) await house.town.pass(60);
  expect(await house.stops(courier.id)).toEqual([`deliver ${id}`]);
  await house.report(courier, near);
  for (const what of ['arrive', 'deliver']) await house.say(courier, what, id);
  await house.plan();
  expect(await house.stops(courier.id)).toEqual(pair(open));
});

test('a courier who is stuck gives the rest to others and keeps what is in the box', async () => {
  const house = await start();
  const [boxed, open] = [await house.order(), await house.order()];
  const one = await house.onShift('courier-north');
  await house.plan();
  await house.say(one, 'arrive', boxed);
  await house.say(one, 'collect', boxed);
  expect(await house.stops(one.id)).toContain(`collect ${open}`);
  const other = await house.onShift('n2', { point: far });
  await house.must(one, 'POST', `/couriers/${one.id}/trouble`, { kind: 'vehicle', reason: 'Flat tyre', stuck: true });
  await house.plan();
  expect(await house.stops(one.id)).toEqual([`deliver ${boxed}`]);
  expect(await house.stops(other.id)).toEqual(pair(open));
});

test('what a courier declines goes to another and never comes back, even when nobody else is left', async () => {
  const house = await start();
  const people = [await house.onShift('courier-north'), await house.onShift('n2', { point: far })];
  const id = await house.order();
  await house.plan();
  const { holder, others } = await holderOf(house, people, id);
  const decline = (who: Person) =>
    house.must(who, 'POST', `/couriers/${who.id}/stops/${id}/decline`, { reason: 'No lift' });
  await decline(holder);
  await house.plan();
  expect(await house.stops(holder.id)).toEqual([]);
  expect(await house.stops(others[0]!.id)).toEqual(pair(id));
  await decline(others[0]!);
  for (let i = 0; i < 3; i++) await house.town.pass(60);
  for (const who of people) expect(await house.stops(who.id)).toEqual([]);
  expect((await house.region()).plan?.unplanned).toEqual([id]);
});

test('a kitchen half an hour late: the route says so, and food that is ready does not wait for it', async () => {
  const house = await start();
  const people = [await house.onShift('courier-north'), await house.onShift('n2')];
  const late = await house.order({ deeds: ['accept', 'start'] });
  await house.must(house.town.chain.dispatcher, 'POST', `/dispatch/orders/${late}/pin`, {
    courierId: people[0]!.id,
    reason: 'first',
  });
  house.town.clock.turn(200);
  await house.plan();
  expect(await house.stops(people[0]!.id)).toEqual(pair(late));
  const etaOf = async () => new Date((await house.route(people[0]!.id)).stops.at(-1)!.etaAt).getTime();
  const before = await etaOf();
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${late}/delay`, {
    delayS: 1800,
    reason: 'The oven is out',
  });
  const ready = await house.order();
  await house.plan();
  expect(Math.round(((await etaOf()) - before) / 60_000)).toBeGreaterThanOrEqual(25);
  expect(await house.stops(people[1]!.id)).toEqual(pair(ready));
  expect((await house.stops(people[0]!.id))[0]).toBe(`collect ${late}`);
  // The kitchen's word has long passed: what is late stays on its route until it is ready or given up.
  house.town.clock.turn(3600);
  await house.plan();
  expect(await house.stops(people[0]!.id)).toEqual(pair(late));
});

test('an outlet that closes in the middle: what nobody cooks yet is collected elsewhere, what is in a box is delivered', async () => {
  const house = await start();
  await house.town.app.outlets.set('east', {
    ...outlet('north'),
    name: 'East',
    point: { lng: 121.48, lat: 31.24 },
    shops: [],
  });
  const [one, two] = [await house.onShift('courier-north'), await house.onShift('n2')];
  const boxed = await house.order();
  await house.plan();
  const { holder } = await holderOf(house, [one, two], boxed);
  await house.say(holder, 'arrive', boxed);
  await house.say(holder, 'collect', boxed);
  const waiting = await house.order({ deeds: [] });
  house.town.clock.turn(500);
  await house.plan();
  await holderOf(house, [one, two], waiting);
  await house.must(house.town.north.manager, 'POST', '/outlets/north/close', { reason: 'A burst pipe' });
  for (let i = 0; i < 3; i++) await house.town.pass(300);
  await house.plan();
  expect((await house.town.app.orders.need(waiting)).outletId).toBe('east');
  const next = await holderOf(house, [one, two], waiting);
  const collect = (await house.route(next.holder.id)).stops.find(
    ({ orderId, kind }) => orderId === waiting && kind === 'collect',
  );
  expect(collect).toMatchObject({ outletId: 'east', point: { lng: 121.48, lat: 31.24 } });
  expect(await house.stops(holder.id)).toContain(`deliver ${boxed}`);
});

test('positions that jump or have grown old are not planned by, and stop nobody', async () => {
  const house = await start();
  const [here, away] = [
    await house.onShift('courier-north', { point: kitchen }),
    await house.onShift('n2', { point: far }),
  ];
  house.town.clock.turn(10);
  const jumped = await house.report(away, kitchen);
  expect(jumped.refusals).toMatchObject([{ reason: 'impossible_jump' }]);
  expect((await house.report(here, { lng: 120, lat: 30 })).accepted).toBe(0);
  const late = await house.report(away, kitchen, new Date(house.town.clock.now().getTime() - 60_000));
  expect(late.refusals).toMatchObject([{ reason: 'out_of_order' }]);
  const id = await house.order();
  await house.plan();
  expect(await house.stops(here.id)).toEqual(pair(id));
  // Nobody has said a word for an hour: the last place is all there is, and good enough to plan by.
  house.town.clock.turn(3600);
  const next = await house.order();
  expect(await house.plan()).toMatchObject({ kind: 'planned' });
  await holderOf(house, [here, away], next);
});

interface Failing {
  planner: Planner;
  reason: RegExp;
  kind: string;
}
const failures: Record<string, () => Failing> = {
  throws: () => ({
    planner: planner({
      plan: async () => Promise.reject(new WorkerFailure('threw', 'planner: out of ideas')),
      kindOf: error => (error as WorkerFailure).kind,
    }),
    reason: /out of ideas/,
    kind: 'threw',
  }),
  'runs over its time': () => ({
    planner: createPlanner({ log: createLog('silent'), graceMs: -39 }),
    reason: /took longer/,
    kind: 'over_time',
  }),
  'breaks a promise': () => ({
    planner: createPlanner({ log: createLog('silent'), worker: solvedBy(() => nowhere) }),
    reason: /must be either planned or unplanned/,
    kind: 'broken',
  }),
  'changes the question': () => ({
    planner: createPlanner({ log: createLog('silent'), worker: solvedBy(emptied) }),
    reason: /must be either planned or unplanned/,
    kind: 'broken',
  }),
};
const nowhere: Plan = { routes: [], unplanned: [], why: [] };
const emptied: typeof plan = problem => {
  problem.orders = [];
  return nowhere;
};
/** A thread in which somebody else solves. */
const solvedBy = (solve: typeof plan) => ({
  run: async ({ body }: { body: unknown }) => answerTo(body as Asked, solve),
  queued: () => 0,
  stop: () => undefined,
});

test.each(Object.keys(failures))(
  'a solver that %s: the last plan stands, and the server says so until there is a good one',
  async what => {
    const { planner: bad, reason, kind } = failures[what]!();
    let broken = false;
    const good = planner();
    const house = await start({
      planner: {
        plan: (problem, budgetMs) => (broken ? bad : good).plan(problem, budgetMs),
        insert: good.insert,
        kindOf: bad.kindOf,
        queued: bad.queued,
        stop: bad.stop,
      },
    });
    const courier = await house.onShift('courier-north');
    const id = await house.order();
    await house.plan();
    const before = await house.route(courier.id);
    broken = true;
    await house.order();
    expect(await house.plan()).toEqual({ kind: 'failed' });
    expect((await house.route(courier.id)).stops).toEqual(before.stops);
    expect(await house.stops(courier.id)).toEqual(pair(id));
    expect(await house.region()).toMatchObject({ failure: { reason: expect.stringMatching(reason) } });
    expect(await house.facts()).toContain('plan.failed');
    expect(await house.metric(`huidan_dispatch_plan_failures_total{kind="${kind}"}`)).toBeGreaterThanOrEqual(1);
    broken = false;
    await house.plan();
    expect(await house.region()).toMatchObject({ failure: null });
    expect(await house.facts()).toContain('plan.recovered');
  },
);

test('a plan that a stop cuts off is no failure', async () => {
  const stopped = new WorkerFailure('stopped', 'planner has been stopped');
  const house = await start({
    planner: planner({ plan: async () => Promise.reject(stopped), kindOf: error => (error as WorkerFailure).kind }),
  });
  await house.onShift('courier-north');
  await house.order();
  expect(await house.plan()).toEqual({ kind: 'nothing' });
  expect(await house.region()).toMatchObject({ failure: null });
  expect(await house.facts()).not.toContain('plan.failed');
});
