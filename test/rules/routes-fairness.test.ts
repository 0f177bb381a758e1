/** Even earnings: who has earned more than a fair share of the shift is asked later, and nobody is where that is not wished for. */
import { expect, test } from '@jest/globals';
import type { Courier } from '../../server/contract/couriers.ts';
import type { Pay, ShiftTally } from '../../server/contract/shifts.ts';
import { dearBy } from '../../server/features/dispatch/rules/fairness.ts';
import { problemOf, type Snapshot } from '../../server/features/dispatch/rules/problem.ts';
import { payFenOf, tallyOf, withDelivery } from '../../server/features/dispatch/rules/tally.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { after, anOpen, noon, travel, up } from './routes.kit.ts';

const shift = tallyOf(undefined, noon)!;
const pay: Pay = { deliveryFen: 400, kmFen: 150 };

const person = (id: string, beganS: number) => ({ id, shift: { startedAt: after(beganS) } }) as Courier;
const dear = (tallies: Record<string, [beganS: number, fen: number]>, evenS = 60, of: Pay | null = pay) => {
  const people = Object.entries(tallies).map(([id, [beganS]]) => person(id, beganS));
  const tally = (id: string): ShiftTally => ({
    ...{ ...shift, startedAt: after(tallies[id]![0]), earnedFen: tallies[id]![1] },
    orderIds: Array.from({ length: tallies[id]![1] / 100 }, (_, i) => `o${i}`),
  });
  return Object.fromEntries(dearBy(people, { tallyOf: tally, wishes: { evenS, pay: of }, now: noon }));
};

test('of two for as long on duty a yuan above the mean costs what is wished for', () => {
  expect(dear({ ann: [-3600, 800], bo: [-3600, 600] })).toEqual({ ann: 60, bo: -60 });
  expect(dear({ ann: [-3600, 800], bo: [-3600, 600] }, 60, null)).toEqual({ ann: 60, bo: -60 });
  expect(dear({ ann: [0, 800], bo: [0, 600] })).toEqual({ ann: 60, bo: -60 });
});

test('who began later and has earned as much an hour is asked like everybody; they add up to nothing', () => {
  expect(dear({ ann: [-4 * 3600, 8000], bo: [-3600, 2000] })).toEqual({ ann: 0, bo: 0 });
  const some = dear({ ann: [-4 * 3600, 8000], bo: [-3600, 2600], cy: [0, 0] });
  expect(some.cy).toBe(0);
  expect(some.bo).toBeGreaterThan(0);
  expect(some.ann! + some.bo!).toBeCloseTo(0, 9);
});

test('a tally of an earlier shift is not earned in this one; without the wish nothing is reckoned', () => {
  const bo = person('bo', -60);
  const old = { ...shift, startedAt: after(-7200), earnedFen: 9000 };
  const by = { tallyOf: () => old, wishes: { evenS: 60, pay }, now: noon };
  expect(dearBy([bo], by).get('bo')).toBe(0);
  expect(dearBy([bo], { ...by, wishes: { evenS: 0, pay } }).size).toBe(0);
});

/** Six couriers around one kitchen and orders one after the other: who brings each is the planner's choice, and how far it is the diner's. */
function rush(evenS: number, { forgets = false } = {}) {
  const names = ['ann', 'bo', 'cy', 'di', 'eve', 'flo'];
  const wishes = { ...usualWishes, pay, evenS };
  const couriers = names.map(id => ({
    ...{ id, presence: 'live', shift: { startedAt: noon, plannedEndAt: after(40 * 3600) } },
    profile: { vehicle: 'ebike', capacityItems: 8, skills: [] },
  })) as unknown as Courier[];
  const places = new Map(names.map((id, i) => [id, { point: up(120 * i), freeS: 0 }]));
  const tallies = new Map(names.map(id => [id, shift]));
  const chosen: string[] = [];
  for (let n = 0; n < 240; n++) {
    const [nowS, id] = [(n + 1) * 240, `o${n}`];
    const now = after(nowS);
    // Doors to one side of the kitchen, nearer and further in no order.
    const door = up(300 + ((n * 7919) % 29) * 90);
    const free = couriers.filter(one => places.get(one.id)!.freeS <= nowS);
    const by = { wishes, now, tallyOf: (one: string) => (forgets ? undefined : tallies.get(one)) };
    const at = {
      ...{ now, travel, wishes, kitchens: [], paceOf: () => 1, overrideOf: () => null, mayTakeWork: () => true },
      ...{ routeOf: () => null, shownTo: () => null, outletOf: () => ({ id: 'north', point: up(0) }) },
      orders: [anOpen(id, { status: 'ready', dropOff: door, placedAt: now, readyAt: now, leg: anOpen(id).leg })],
      ...{ couriers: free, positionOf: (one: string) => ({ point: places.get(one)!.point, at: now }) },
      dearS: dearBy(couriers, by),
    } as unknown as Snapshot;
    const taker = plan(problemOf(at), 1).routes.find(({ stops }) => stops.length > 0)!.courierId;
    chosen.push(taker);
    const payFen = payFenOf(pay, { from: up(0), to: door, detour: travel.detour });
    tallies.set(taker, withDelivery(tallies.get(taker)!, { orderId: id, at: now, payFen }));
    places.set(taker, { point: door, freeS: nowS + 500 });
  }
  const earned = names.map(id => tallies.get(id)!.earnedFen ?? 0);
  const counts = names.map(id => tallies.get(id)!.orderIds.length);
  return { chosen, counts, spreadFen: Math.max(...earned) - Math.min(...earned) };
}

test('in a rush earnings spread far less where that is wished for, also beyond thirty deliveries each', () => {
  const [usual, even] = [rush(0), rush(60)];
  expect(usual.spreadFen).toBeGreaterThan(10_000);
  expect(even.spreadFen).toBeLessThan(usual.spreadFen / 10);
  expect(Math.min(...even.counts)).toBeGreaterThan(30);
});

test('where it is not wished for, what anybody has earned changes nothing', () => {
  expect(rush(0).chosen).toEqual(rush(0, { forgets: true }).chosen);
});
