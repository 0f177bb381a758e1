/** Shifts as their couriers and dispatchers see them: what was brought and earned, and how often plans changed what had been shown; kept with the route. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Wire } from '../../server/contract/events.ts';
import type { RouteView } from '../../server/contract/routes.ts';
import type { CourierShift } from '../../server/contract/shifts.ts';
import type { Planner } from '../../server/features/dispatch/planning/planner.ts';
import type { PlanCourier, Problem } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { payFenOf } from '../../server/features/dispatch/rules/tally.ts';
import { plan as solve } from '../../server/features/dispatch/solver/plan.ts';
import { startApp } from '../support/app.ts';
import { ask, type Person } from '../support/town.ts';
import { far, kitchen, type North, near, north, openNorth, planner } from './dispatch.house.ts';

let dataDir: string;
let house: North;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'huidan-'));
});
afterEach(async () => {
  await house.town.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
const open = async (with_: Planner = planner()) => {
  house = await openNorth({ dataDir, planner: with_ });
};
/** The same people and the same store, a process that remembers nothing. */
async function restart() {
  const { town } = house;
  await town.settled();
  await town.stop();
  const again = await startApp({ dataDir, at: town.clock.now(), planner: planner() });
  house = north({ ...town, ...again, ask: (method, path, asking = {}) => ask(again.url, `${method} ${path}`, asking) });
}

const pay = { deliveryFen: 500, kmFen: 200 };
const wish = async (body: object) => {
  const answer = await house.town.ask('PUT', '/dispatch/regions/north/wishes', {
    as: house.town.chain.head_office,
    body,
  });
  expect(answer.status).toBe(200);
};
/** What the usual detour makes of it. */
const worth = (to: typeof near) => payFenOf(pay, { from: kitchen, to, detour: 1.3 });
const earnedBy = async (courier: Person) => {
  const { earned } = await house.must<Wire<RouteView>>(courier, 'GET', '/routes/mine');
  return earned && [earned.deliveries, earned.earnedFen];
};
const shiftOf = async (courier: Person) => {
  const path = '/dispatch/shifts?region=north';
  const { shifts } = await house.must<{ shifts: Wire<CourierShift>[] }>(house.town.chain.dispatcher, 'GET', path);
  return shifts.find(({ courierId }) => courierId === courier.id);
};
/** Orders cooked, shown, collected and brought. */
async function bring(courier: Person, count: number, to = near): Promise<string[]> {
  const ids = await Promise.all(Array.from({ length: count }, () => house.order({ to })));
  for (let left = ids; left.length > 0; ) {
    await house.plan();
    const stops = await house.stops(courier.id);
    const shown = left.filter(id => stops.includes(`collect ${id}`));
    for (const what of ['collect', 'deliver']) await Promise.all(shown.map(id => house.say(courier, what, id)));
    left = left.filter(id => !shown.includes(id));
  }
  return ids;
}

test('a whole shift earns what each delivery pays, counted once, beyond sixty confirmations and over a restart', async () => {
  await open(planner({ plan: async problem => solve(problem, 0) }));
  await wish({ pay });
  const courier = await house.onShift('courier-north');
  expect(await earnedBy(courier)).toBeNull();
  const [first] = await bring(courier, 1, far);
  for (let round = 0; round < 3; round++) await bring(courier, 10);
  const all = [31, worth(far) + 30 * worth(near)];
  expect(await earnedBy(courier)).toEqual(all);
  await house.say(courier, 'deliver', first!);
  expect(await earnedBy(courier)).toEqual(all);
  await restart();
  await house.say(courier, 'deliver', first!);
  expect(await earnedBy(courier)).toEqual(all);
  expect(await shiftOf(courier)).toMatchObject({ deliveries: all[0], earnedFen: all[1] });
}, 60_000);

test('a new shift begins with nothing earned, on the courier’s screen as well', async () => {
  await open();
  const courier = await house.onShift('courier-north');
  await bring(courier, 2);
  expect(await earnedBy(courier)).toEqual([2, null]);
  await house.must(courier, 'POST', `/couriers/${courier.id}/shifts/end`);
  expect(await shiftOf(courier)).toBeUndefined();
  await house.town.pass(60);
  await house.onShift('courier-north');
  expect(await earnedBy(courier)).toEqual([0, null]);
  await bring(courier, 1);
  expect(await earnedBy(courier)).toEqual([1, null]);
});

test('a delivery that was cut off before the route was written is earned all the same, once', async () => {
  await open();
  await wish({ pay });
  const courier = await house.onShift('courier-north');
  const id = await house.order({ to: near });
  await house.plan();
  await house.say(courier, 'collect', id);
  const { leg } = await house.town.app.orders.need(id);
  const [deliveredAt, actor] = [house.town.clock.now(), { kind: 'courier', id: courier.id } as const];
  await house.town.app.orders.move(id, 'delivered', {
    ...{ actor, courierId: courier.id },
    set: { leg: { ...leg!, deliveredAt } },
  });
  await house.town.pass(60);
  expect(await house.stops(courier.id)).toEqual([]);
  expect(await earnedBy(courier)).toEqual([1, worth(near)]);
  await house.say(courier, 'deliver', id);
  expect(await earnedBy(courier)).toEqual([1, worth(near)]);
});

test('the plan and the insertion on the spot hold the same against a courier, however many are asked', async () => {
  const asked: { plan?: Problem; insert?: Problem } = {};
  await open(
    planner({
      plan: problem => {
        asked.plan = problem;
        return planner().plan(problem, 10);
      },
      insert: problem => {
        asked.insert = problem;
        throw new Error('the plan will place it');
      },
    }),
  );
  await wish({ evenS: 60 });
  const courier = await house.onShift('courier-north', { point: kitchen });
  await bring(courier, 3);
  for (let i = 0; i < 14; i++) await house.onShift(`n${i}`, { point: i < 11 ? kitchen : far });
  await house.report(courier, kitchen);
  await house.order();
  await house.plan();
  const dear = (problem?: Problem) => problem?.couriers.find(({ id }: PlanCourier) => id === courier.id)?.dearS;
  expect(asked.insert?.couriers).toHaveLength(12);
  expect(asked.plan?.couriers).toHaveLength(15);
  expect(dear(asked.plan)).toBeCloseTo(60 * (3 - 3 / 15), 9);
  expect(dear(asked.insert)).toBe(dear(asked.plan));
});

test('changes by plans are counted by courier and hour on duty, over a restart, and measured when the shift ends', async () => {
  let wanted: readonly PlannedStop[] | null = null;
  const changing: Planner['plan'] = async problem => {
    const plan = await planner().plan(problem, 10);
    return {
      ...plan,
      routes: plan.routes.map(route => (wanted && route.stops.length > 0 ? { ...route, stops: wanted } : route)),
    };
  };
  await open(planner({ plan: changing }));
  const courier = await house.onShift('courier-north');
  const other = await house.onShift('n2', { point: far });
  for (let i = 0; i < 2; i++) await house.order();
  await house.plan();
  const shown = (await house.route(courier.id)).stops.map(({ kind, orderId }) => ({ kind, orderId }));
  // The second order came ahead of what was shown of the first.
  const { laterChanges } = (await shiftOf(courier))!;
  wanted = [...shown.slice(0, -2), ...shown.slice(-2).reverse()];
  await house.plan();
  expect((await house.route(courier.id)).stops).toMatchObject(wanted);
  house.town.clock.turn(7200);
  const counted = { hoursOnDuty: 2, nextChanges: 0, laterChanges: laterChanges + 1 };
  expect(await shiftOf(courier)).toMatchObject({ ...counted, laterPerHour: (laterChanges + 1) / 2 });
  expect(await shiftOf(other)).toMatchObject({ hoursOnDuty: 2, nextChanges: 0, laterChanges: 0, laterPerHour: 0 });
  await restart();
  expect(await shiftOf(courier)).toMatchObject(counted);
  await house.must(courier, 'POST', `/couriers/${courier.id}/shifts/end`);
  await house.town.pass(60);
  expect(await shiftOf(courier)).toBeUndefined();
  const later = '{kind="later",region="north"}';
  expect(await house.metric(`huidan_dispatch_shift_changes_per_hour_count${later}`)).toBe(1);
  expect(await house.metric(`huidan_dispatch_shift_changes_per_hour_sum${later}`)).toBeCloseTo(
    (laterChanges + 1) / 2,
    1,
  );
});
test('the shifts of a region are its dispatchers’ to see', async () => {
  await open();
  const as = (person: Person) => house.town.ask('GET', '/dispatch/shifts?region=south', { as: person });
  expect((await as(house.town.north.dispatcher)).status).toBe(403);
  expect((await as(house.town.north.courier)).status).toBe(403);
  expect((await as(house.town.chain.dispatcher)).status).toBe(200);
});
