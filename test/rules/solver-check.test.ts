/** The check against plans that cheat: whatever the solver would not ride, and whoever may not have an order, is refused. */
import { expect, test } from '@jest/globals';
import { createRng, type Rng } from '../../lab/rng.ts';
import type { Plan, PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { mayCarry } from '../../server/features/dispatch/solver/asking.ts';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { walk } from './solver.walk.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const travel = { speedMPerMin: 300, detour: 1.3, collectS: 60, deliverS: 120, enterS: 25 };
const pair = (orderId: string): PlannedStop[] => [
  { orderId, kind: 'collect' },
  { orderId, kind: 'deliver' },
];
/** Small boxes, short shifts, food that is soon cold, and a word or a skill in the way here and there. */
function tight(rng: Rng): Problem {
  const point = () => ({ lng: 121.4 + rng.between(0, 0.04), lat: 31.2 + rng.between(0, 0.04) });
  const kitchens = [point(), point()];
  return {
    ...{ now: noon, travel, wishes: { ...usualWishes, coldMin: 25, overtimeMin: 5 } },
    couriers: ['ann', 'bo', 'cy'].map(
      (id): PlanCourier => ({
        ...{ id, point: point(), freeAt: after(rng.between(0, 5)), endAt: after(rng.between(20, 80)), frozen: [] },
        ...{ capacityItems: rng.whole(3, 8), skills: rng.chance(0.7) ? ['wine'] : [], takesNew: rng.chance(0.9) },
        ...{ shown: [], pace: rng.chance(0.3) ? 1.5 : 1 },
      }),
    ),
    orders: Array.from({ length: rng.whole(2, 6) }, (_, i): PlanOrder => {
      const kitchen = rng.whole(0, 1);
      return {
        ...{ id: `o${i}`, outletId: `k${kitchen}`, pickup: kitchens[kitchen]!, dropOff: point(), dueAt: null },
        ...{ items: rng.whole(1, 3), skills: rng.chance(0.2) ? ['wine'] : [], placedAt: noon, isReady: false },
        ...{ readyAt: after(rng.between(0, 15)), spreadS: rng.whole(0, 300), carriedBy: null, shownTo: null },
        ...{ pin: rng.chance(0.1) ? 'ann' : null, bans: rng.chance(0.1) ? ['bo'] : [] },
      };
    }),
  };
}
/** Orders anywhere, stops in any turn that brings nothing before it is collected. */
function anyhow(problem: Problem, rng: Rng): Plan {
  const routes = problem.couriers.map(({ id }) => ({ courierId: id, stops: [] as PlannedStop[] }));
  for (const { id } of problem.orders) {
    const { stops } = routes[rng.whole(0, routes.length - 1)]!;
    const [collect, deliver] = pair(id);
    const at = rng.whole(0, stops.length);
    stops.splice(at, 0, collect!);
    stops.splice(rng.whole(at + 1, stops.length), 0, deliver!);
  }
  return { routes, unplanned: [], why: [] };
}
const known = ({ orders }: Problem) => new Map(orders.map(order => [order.id, order]));
function isHonest(problem: Problem, { routes }: Plan): boolean {
  const orders = known(problem);
  return routes.every(({ courierId, stops }) => {
    const courier = problem.couriers.find(({ id }) => id === courierId)!;
    const isFit = walk(stops, courier, { orders, travel, wishes: problem.wishes }).feasible || stops.length === 0;
    return isFit && stops.every(({ orderId }) => mayCarry(orders.get(orderId)!, courier) === null);
  });
}
const times = 600;

test('of plans made anyhow the check lets pass exactly those that keep box, cold, shift, skills and every word', () => {
  let honest = 0;
  for (let seed = 1; seed <= times; seed++) {
    const rng = createRng(seed);
    const problem = tight(rng);
    const made = anyhow(problem, rng);
    expect([seed, check(problem, made).length === 0]).toEqual([seed, isHonest(problem, made)]);
    if (isHonest(problem, made)) honest++;
  }
  expect(honest).toBeGreaterThan(times / 20);
  expect(honest).toBeLessThan(times / 2);
});

test('nothing that was shown anyhow before is the fault of the plan that comes after it', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const rng = createRng(seed);
    const before = tight(rng);
    const told = { ...before, orders: before.orders.slice(0, -1) };
    const shown = new Map(anyhow(told, rng).routes.map(({ courierId, stops }) => [courierId, stops]));
    const to = new Map([...shown].flatMap(([id, stops]) => stops.map(({ orderId }) => [orderId, id])));
    const problem = {
      ...{ ...before, gainS: rng.whole(0, 1) * 60 },
      couriers: before.couriers.map(it => ({ ...it, shown: shown.get(it.id)! })),
      orders: before.orders.map(it => ({ ...it, shownTo: to.get(it.id) ?? null })),
    };
    expect([seed, check(problem, plan(problem, 5))]).toEqual([seed, []]);
  }
});

test('what is in the box may not be made cold, and an order is not left with a courier who is banned from it', () => {
  const problem = tight(createRng(3));
  const [ann, ...others] = problem.couriers;
  const east = (degrees: number) => ({ lng: ann!.point.lng + degrees, lat: ann!.point.lat });
  const tea = { ...problem.orders[0]!, id: 'tea', carriedBy: 'ann', collectedAt: after(-10), dropOff: east(0) };
  const rice: PlanOrder = {
    ...{ ...problem.orders[1]!, id: 'rice', items: 1, pin: null, bans: [], skills: [], readyAt: noon, spreadS: 0 },
    ...{ pickup: east(0.01), dropOff: east(0.025) },
  };
  const shown: PlannedStop[] = [{ orderId: 'tea', kind: 'deliver' }];
  const rider = { ...ann!, freeAt: noon, endAt: after(300), capacityItems: 9, takesNew: true, pace: 1, shown };
  const asked = { ...problem, couriers: [rider, ...others], orders: [tea, rice] };
  const with_ = (...stops: PlannedStop[]): Plan => ({
    ...{ routes: [{ courierId: 'ann', stops }], unplanned: [], why: [] },
  });
  expect(check(asked, with_(...pair('rice'), ...shown))).toContain('order tea is cold when ann brings it');
  expect(check(asked, with_(...shown, ...pair('rice')))).toEqual([]);
  const banned = {
    ...asked,
    couriers: [{ ...rider, shown: [...shown, ...pair('rice')] }],
    orders: [tea, { ...rice, bans: ['ann'] }],
  };
  expect(check(banned, with_(...shown, ...pair('rice')))).toContain('order rice is banned from ann');
});

test('nobody is forgotten, planned twice or given what nobody knows', () => {
  const collect: PlannedStop = { orderId: 'a', kind: 'collect' };
  const point = { lng: 121.4, lat: 31.2 };
  const rider = (id: string, over: Partial<PlanCourier> = {}): PlanCourier => ({
    ...{
      id,
      point,
      freeAt: noon,
      endAt: after(90),
      capacityItems: 1,
      skills: [],
      takesNew: true,
      frozen: [],
      shown: [],
    },
    ...over,
  });
  const order = (id: string): PlanOrder => ({
    ...{ id, outletId: 'k', pickup: point, dropOff: point, items: 1, placedAt: noon, readyAt: noon, isReady: true },
    ...{ dueAt: null, carriedBy: null, shownTo: null, pin: null, bans: [] },
  });
  const couriers = [rider('ann', { frozen: [collect], shown: pair('a') }), rider('bo')];
  const problem: Problem = { now: noon, travel, orders: [order('a'), order('b')], couriers };
  const wrongIn = (routes: Plan['routes'], unplanned: string[] = []) => check(problem, { routes, unplanned, why: [] });
  const ann = { courierId: 'ann', stops: pair('a') };
  expect(wrongIn([ann, { courierId: 'bo', stops: pair('b') }])).toEqual([]);
  expect(wrongIn([ann], ['b'])).toEqual([]);
  expect(wrongIn([{ courierId: 'bo', stops: pair('b') }], ['a'])).toEqual(['the frozen stops of ann were changed']);
  expect(wrongIn([ann, { courierId: 'bo', stops: [] }, { courierId: 'bo', stops: pair('b') }])).toEqual([
    'bo has two routes',
  ]);
  expect(wrongIn([ann, { courierId: 'bo', stops: pair('who') }], ['b', 'me'])).toEqual([
    ...['there is no order who', 'there is no order who', 'there is no order me'],
  ]);
});
