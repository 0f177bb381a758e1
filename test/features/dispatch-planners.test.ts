/** Two planners of one region: one lease, one writer; who has lost it writes nothing over what is newer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createScreen } from '../../lab/screen.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { Region } from '../../server/contract/regions.ts';
import { dispatchFeature } from '../../server/features/dispatch/index.ts';
import { type Planner, patienceMs } from '../../server/features/dispatch/planning/planner.ts';
import type { Plan } from '../../server/features/dispatch/planning/types.ts';
import { decisionsSpec, regionsSpec } from '../../server/features/dispatch/store.ts';
import { change } from '../../server/infra/aggregate.ts';
import { createMetrics } from '../../server/infra/metrics.ts';
import { createSchedule } from '../../server/infra/schedule.ts';
import { startApp } from '../support/app.ts';
import { type North, openNorth, planner, until } from './dispatch.house.ts';

let open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});
async function start(first: Planner = planner()): Promise<North> {
  const house = await openNorth({ planner: first });
  open.push(house.town.stop);
  return house;
}
/** Another process over the same store, woken only by the test. */
function second({ town: { app, kit } }: North, its: Planner = planner()) {
  const schedule = createSchedule({ clock: kit.clock, log: kit.log });
  const other = dispatchFeature(
    { ...kit, schedule, metrics: createMetrics() },
    { orders: app.orders, couriers: app.couriers, outletOf: app.outlets.get, outlets: app.outlets.all, planner: its },
  );
  open.push(other.stop);
  return other.dispatch;
}
/** Whoever holds the region has not been heard of for longer than its lease. */
const leaseRunsOut = ({ town: { kit } }: North) =>
  change(kit.db.of(regionsSpec), 'north', {
    decide: () => ({ set: { leaseUntil: new Date(0) }, facts: [] }),
    stamp: { at: kit.clock.now() },
  });
const only = (courierId: string, orderId: string): Plan => ({
  routes: [
    {
      courierId,
      stops: [
        { orderId, kind: 'collect' },
        { orderId, kind: 'deliver' },
      ],
    },
  ],
  unplanned: [],
  why: [],
});

test('of two planners one plans, the other hears that it is planned elsewhere', async () => {
  const house = await start();
  const other = second(house);
  const courier = await house.onShift('courier-north');
  const id = await house.order();
  const made = await Promise.all([other.replan('north'), house.plan(), other.replan('north'), house.plan()]);
  await house.town.settled();
  const kinds = new Set(made.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['planned', 'elsewhere']));
  expect(await house.stops(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
  expect((await house.region()).term).toBe(1);
});

test('a planner that slept through its lease writes nothing over the plan of the next', async () => {
  let wake: ((plan: Plan) => void) | null = null;
  let isSlow = false;
  const undecided = (orderIds: string[]): Plan => ({ routes: [], unplanned: orderIds, why: [] });
  const house = await start(
    planner({
      plan: ({ orders }) =>
        new Promise(resolve => {
          if (isSlow) wake = resolve;
          else resolve(undecided(orders.map(({ id }) => id)));
        }),
    }),
  );
  const [one, two] = [await house.onShift('courier-north'), await house.onShift('n2')];
  // Both have a route, so that the sleeper could write on either.
  for (const { id } of [one, two]) await house.town.app.dispatch.routeOf(id);
  const [id, spare] = [await house.order(), await house.order()];
  isSlow = true;
  const sleeping = house.town.app.dispatch.replan('north');
  await until(() => wake !== null);
  await leaseRunsOut(house);
  const other = second(house, planner({ plan: async () => ({ ...only(two.id, id), unplanned: [spare] }) }));
  expect(await other.replan('north')).toMatchObject({ kind: 'planned', changed: 1 });
  await house.town.settled();
  const newer = await house.route(two.id);
  const stale = only(two.id, id).routes[0]!.stops.flatMap(stop => [stop, { ...stop, orderId: spare }]);
  wake!({ ...only(one.id, id), routes: [...only(one.id, id).routes, { courierId: two.id, stops: stale }] });
  isSlow = false;
  await sleeping;
  expect(await house.stops(one.id)).toEqual([]);
  expect((await house.route(two.id)).stops).toEqual(newer.stops);
  expect((await house.region()).term).toBe(2);
});

test('the console is told when planning fails and when it is over', async () => {
  let broken = false;
  const house = await start(
    planner({
      plan: async problem => (broken ? Promise.reject(new Error('out of ideas')) : planner().plan(problem, 10)),
    }),
  );
  const screen = createScreen({ url: house.town.url, token: () => house.town.chain.dispatcher.token });
  open.push(() => screen.close());
  const region = screen.watch<Wire<Omit<Region, 'log'>>>('region', 'north');
  await region.settled();
  await house.onShift('courier-north');
  broken = true;
  await house.order();
  await house.plan();
  await until(() => region.get('north')?.failure?.reason === 'out of ideas');
  broken = false;
  await house.plan();
  await until(() => region.get('north')?.failure === null);
});

test('plans that failed before a restart and come again after it are said to have recovered', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'huidan-'));
  open.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const broken = planner({ plan: async () => Promise.reject(new Error('out of ideas')) });
  const house = await openNorth({ planner: broken, dataDir });
  open.push(house.town.stop);
  await house.onShift('courier-north');
  await house.order();
  await house.plan();
  expect(await house.facts()).toContain('plan.failed');
  await open.pop()!();
  const again = await startApp({ planner: planner(), dataDir, at: house.town.clock.now() });
  open.push(again.stop);
  const id = 'north';
  await again.app.dispatch.replan(id);
  await again.settled();
  const region = await again.kit.db.of(regionsSpec).get(id);
  expect(region).toMatchObject({ failure: null });
  expect(region?.log.map(({ name }) => name)).toContain('plan.recovered');
});

/** The wall clock, to jump further than a lease lasts. */
function wall() {
  let aheadMs = 0;
  const { now } = Date;
  const spied = jest.spyOn(Date, 'now').mockImplementation(() => now.call(Date) + aheadMs);
  open.push(() => spied.mockRestore());
  const jump = () => {
    aheadMs += 7000;
  };
  return { jump };
}
/** A planner that needs longer than a lease lasts; the wall clock jumps while it thinks. */
function slowly(meanwhile: () => Promise<unknown>) {
  const { jump } = wall();
  return planner({
    async plan(problem) {
      const made = await planner().plan(problem, 10);
      if (made.routes.every(({ stops }) => stops.length === 0)) return made;
      jump();
      await meanwhile();
      return made;
    },
  });
}

test('a plan that takes longer than the lease is written all the same while nobody else has the region', async () => {
  const house = await start(slowly(async () => undefined));
  const courier = await house.onShift('courier-north');
  const id = await house.order();
  await house.plan();
  expect(await house.stops(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
});

test('routes that could not be written, because another has the region now, are counted as left', async () => {
  let isTaken = false;
  const house = await start(
    slowly(async () => {
      if (!isTaken) return;
      await change(house.town.kit.db.of(regionsSpec), 'north', {
        decide: ({ term }) => ({
          set: { holder: 'another', term: term + 1, leaseUntil: new Date(Date.now() + 60_000) },
          facts: [],
        }),
        stamp: { at: house.town.clock.now() },
      });
    }),
  );
  const courier = await house.onShift('courier-north');
  const id = await house.order({ deeds: ['accept', 'start'] });
  isTaken = true;
  const [made] = await Promise.all([
    house.town.app.dispatch.replan('north'),
    house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`),
  ]);
  expect(made).toEqual({ kind: 'planned', changed: 0, left: 1 });
  expect(await house.stops(courier.id)).toEqual([]);
});

test('a planner that has lost its region says nothing of it, whether its plan came or not', async () => {
  const { jump } = wall();
  let meanwhile: (() => Promise<unknown>) | null = null;
  let isBroken = false;
  const slow = planner({
    async plan({ orders }) {
      const isLost = meanwhile !== null;
      await meanwhile?.();
      if (isBroken) throw new Error('out of ideas');
      const unplanned = orders.map(({ id }) => id);
      return { routes: [], unplanned: isLost ? unplanned.concat('of another') : unplanned, why: [] };
    },
  });
  const house = await start(slow);
  const courier = await house.onShift('courier-north');
  await house.town.app.dispatch.routeOf(courier.id);
  const id = await house.order({ deeds: ['accept', 'start'] });
  const decided = async () =>
    (await house.town.kit.db.of(decisionsSpec).range('byRegion', { region: 'north' }, { limit: 50 }))
      .map(({ orderId, courierId }) => `${orderId} ${courierId}`)
      .sort();
  const before = await decided();
  meanwhile = async () => {
    meanwhile = null;
    jump();
    await second(house, planner({ plan: async () => only(courier.id, id) })).replan('north');
  };
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`);
  const said = { plan: { unplanned: [] }, failure: null };
  expect(await house.region()).toMatchObject(said);
  expect(await decided()).toEqual([...before, `${id} ${courier.id}`].sort());
  meanwhile = async () => {
    meanwhile = null;
    jump();
    await second(house).replan('north');
  };
  isBroken = true;
  jump();
  await house.plan();
  expect(await house.region()).toMatchObject(said);
});

test('the patience with the thread grows with what there is to plan', () => {
  const many = (count: number) => Array.from({ length: count }) as never[];
  const of = (orders: number, couriers: number) => patienceMs({ orders: many(orders), couriers: many(couriers) }, 40);
  expect(of(1, 1)).toBeLessThan(5100);
  expect(of(1000, 400)).toBeGreaterThanOrEqual(12_000);
});
