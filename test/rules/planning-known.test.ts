/** What a planner is told: of whom, of which orders, how ready they are, and what the last plan meant to do. */
import { expect, test } from '@jest/globals';
import type { Courier } from '../../server/contract/couriers.ts';
import type { Override } from '../../server/contract/decisions.ts';
import type { Route } from '../../server/contract/routes.ts';
import type { Plan } from '../../server/features/dispatch/planning/types.ts';
import { continuing, problemOf, type Snapshot, takesNew } from '../../server/features/dispatch/rules/problem.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { after, anOpen, aRoute, collect, deliver, noon, travel, up } from './routes.kit.ts';

const person = (id: string, over: object = {}) =>
  ({
    ...{ id, point: up(500), presence: 'live', shift: { startedAt: noon, plannedEndAt: after(3600) } },
    profile: { vehicle: 'ebike', capacityItems: 8, skills: ['lift'] },
    ...over,
  }) as unknown as Courier;
const word = (courierId: string) => ({ courierId, by: { kind: 'staff' as const, id: 'desk' }, at: noon, reason: 'so' });
const tea = (over: Parameters<typeof anOpen>[1] = {}) =>
  anOpen('tea', { leg: { status: 'unassigned', courierId: null, etaAt: null }, ...over });

/** Ann, who is free, and tea that is ready. */
const moment = (over: Partial<Snapshot> = {}): Snapshot => ({
  ...{ now: noon, travel, wishes: usualWishes, kitchens: [], orders: [tea({ status: 'ready' })] },
  ...{ couriers: [person('ann')], routeOf: () => null, positionOf: () => null, shownTo: () => null },
  ...{ overrideOf: () => null, mayTakeWork: () => true, paceOf: () => 1 },
  outletOf: id => ({ id, name: 'North', point: up(0), region: 'city' }),
  ...over,
});
const known = (over: Partial<Snapshot> = {}) => problemOf(moment(over));
const one = (over: Partial<Snapshot> = {}) => known(over).orders[0]!;
const ann = (over: Partial<Snapshot> = {}) => known(over).couriers[0];
const withRoute = (route: Route | null, over: Partial<Snapshot> = {}) => ann({ routeOf: () => route, ...over });

test('food in the box of who is not there is nobody’s to plan, and neither is an order of an outlet nobody knows', () => {
  const boxed = (courierId: string) =>
    tea({ status: 'collected', leg: { status: 'to_drop_off', courierId, etaAt: null } });
  expect(one({ orders: [boxed('ann')] })).toMatchObject({ carriedBy: 'ann', isReady: true });
  expect(known({ orders: [boxed('bo')] }).orders).toEqual([]);
  expect(known({ outletOf: () => null }).orders).toEqual([]);
  expect(one().carriedBy).toBeNull();
});

test('what is called ready was ready by now; an estimate that has passed moves with the clock, one to come stands', () => {
  const at = (status: 'ready' | 'cooking', readyAt: Date) => one({ orders: [tea({ status, readyAt })] });
  expect(at('ready', after(-60))).toMatchObject({ isReady: true, readyAt: after(-60), spreadS: 0 });
  expect(at('ready', after(60))).toMatchObject({ isReady: true, readyAt: noon });
  expect(at('cooking', after(-60))).toMatchObject({ isReady: false, readyAt: noon });
  expect(at('cooking', after(60))).toMatchObject({ isReady: false, readyAt: after(60) });
});

test('a dispatcher’s words come with the order, and to whom it is shown', () => {
  const override = { id: 'tea', pin: word('ann'), bans: [word('bo'), word('cy')] } as unknown as Override;
  expect(one({ overrideOf: () => override })).toMatchObject({ pin: 'ann', bans: ['bo', 'cy'] });
  expect(one({ overrideOf: () => ({ ...override, pin: null, bans: [] }) })).toMatchObject({ pin: null, bans: [] });
  expect(one({ shownTo: id => `shown ${id}` })).toMatchObject({ pin: null, bans: [], shownTo: 'shown tea' });
});

test('the way back is to the nearest kitchen, and counts only where it is wished for', () => {
  const back = (returnFactor: number, ...metres: number[]) => {
    const over = { wishes: { ...usualWishes, returnFactor }, kitchens: metres.map(up) };
    return [one(over).backS, ann(over)?.backS].map(seconds => Math.round(seconds!));
  };
  expect(back(1, 0, 900)).toEqual([10, 40]);
  expect(back(0, 0, 900)).toEqual([0, 0]);
  expect(back(1)).toEqual([0, 0]);
});

test('who takes something new is at work, heard of, within the shift, and rides no route that a dispatcher has ordered', () => {
  const at = (over: Partial<Snapshot> = {}) => moment(over);
  expect(takesNew(person('ann'), at())).toBe(true);
  expect(takesNew(person('ann'), at({ mayTakeWork: () => false }))).toBe(false);
  expect(takesNew(person('ann', { presence: 'silent' }), at())).toBe(false);
  expect(takesNew(person('ann', { shift: null }), at())).toBe(false);
  expect(takesNew(person('ann', { shift: { startedAt: noon, plannedEndAt: noon } }), at())).toBe(false);
  const lock = { by: word('ann').by, at: noon, reason: 'so' };
  expect(takesNew(person('ann'), at({ routeOf: () => aRoute([], { lock }) }))).toBe(false);
  expect(ann({ mayTakeWork: () => false })?.takesNew).toBe(false);
});

test('a courier is where the arrival says, else where the phone said last, else where it was written', () => {
  const here = { positionOf: () => ({ point: up(200), at: noon }) };
  const there = aRoute([collect('tea', { point: up(50), arrivedAt: noon }), deliver('tea')]);
  expect(withRoute(there, here)?.point).toEqual(up(50));
  expect(withRoute(aRoute([collect('tea')]), here)?.point).toEqual(up(200));
  expect(ann()?.point).toEqual(up(500));
  const nowhere = { couriers: [person('ann', { point: null })] };
  expect(withRoute(aRoute([collect('tea', { point: up(7) })]), nowhere)?.point).toEqual(up(7));
  expect(known(nowhere).couriers).toEqual([]);
  expect(known({ couriers: [person('ann', { shift: null })] }).couriers).toEqual([]);
});

test('what is frozen stays first, what is shown behind it may move; who has no route has neither', () => {
  const stops = [collect('tea', { frozenAt: noon }), deliver('tea'), collect('rice'), deliver('rice')];
  const names = ['collect tea', 'deliver tea', 'collect rice', 'deliver rice'];
  const said = withRoute(aRoute(stops));
  expect(said?.frozen).toEqual([{ orderId: 'tea', kind: 'collect' }]);
  expect(said?.shown.map(({ kind, orderId }) => `${kind} ${orderId}`)).toEqual(names);
  expect(ann()).toMatchObject({ frozen: [], shown: [], skills: ['lift'], capacityItems: 8, pace: 1, dearS: 0 });
});

test('the next plan begins where the last one meant to go, and each courier without one anew', () => {
  const problem = known({ couriers: [person('ann'), person('bo')] });
  const stops = [{ orderId: 'tea', kind: 'collect' as const }];
  const last: Pick<Plan, 'routes'> = { routes: [{ courierId: 'bo', stops } as unknown as Plan['routes'][number]] };
  const next = continuing(problem, last);
  expect(next.couriers.map(({ id, draft }) => [id, draft])).toEqual([
    ['ann', []],
    ['bo', stops],
  ]);
  expect(next.orders).toBe(problem.orders);
  expect(continuing(problem, undefined)).toBe(problem);
});
