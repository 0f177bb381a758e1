/** Calm against gain, on one meal that stands beside another courier by now. */
import { expect, test } from '@jest/globals';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const travel = { speedMPerMin: 300, detour: 1.3, collectS: 60, deliverS: 120 };
const at = { lng: 121.4, lat: 31.2 };
const anybody: Omit<PlanCourier, 'id' | 'point' | 'shown'> = {
  ...{ freeAt: noon, endAt: after(300), capacityItems: 8, skills: [], takesNew: true, frozen: [] },
};
const meal: PlanOrder = {
  ...{ id: 'o0', outletId: 'k0', pickup: at, dropOff: { lng: 121.41, lat: 31.21 }, items: 1, placedAt: noon },
  ...{ readyAt: noon, isReady: true, dueAt: null, carriedBy: null, shownTo: null, pin: null, bans: [] },
};

test('a meal goes to the courier who now stands beside it, and the record says who had it before', () => {
  const problem: Problem = {
    ...{ now: noon, travel, gainS: 120 },
    orders: [{ ...meal, shownTo: 'far' }],
    couriers: [
      {
        ...{ ...anybody, id: 'far', point: { lng: 121.46, lat: 31.2 }, freeAt: noon, endAt: after(300) },
        shown: [
          { orderId: 'o0', kind: 'collect' },
          { orderId: 'o0', kind: 'deliver' },
        ],
      },
      { ...anybody, id: 'near', point: at, freeAt: noon, endAt: after(300), shown: [] },
    ],
  };
  const to = (it: Problem) => plan(it, 10).routes.find(({ stops }) => stops.length > 0)!.courierId;
  expect(to(problem)).toBe('near');
  expect(plan(problem, 10).why).toMatchObject([{ candidates: [{ courierId: 'near' }, { courierId: 'far' }] }]);
  expect(to({ ...problem, gainS: 100_000 })).toBe('far');
  const { couriers } = problem;
  const frozen = couriers.map(it => ({ ...it, frozen: it.shown.slice(0, 1) }));
  expect(to({ ...problem, couriers: frozen })).toBe('far');
});

test('a meal taken from the only courier there is goes to nobody, and everything else is planned on', () => {
  const pair = (orderId: string) => [
    { orderId, kind: 'collect' as const },
    { orderId, kind: 'deliver' as const },
  ];
  const problem: Problem = {
    ...{ now: noon, travel, gainS: 120 },
    orders: [
      { ...meal, shownTo: 'only', bans: ['only'] },
      { ...meal, id: 'o1' },
    ],
    couriers: [{ ...anybody, id: 'only', point: at, shown: pair('o0') }],
  };
  const made = plan(problem, 10);
  expect(made).toMatchObject({ routes: [{ courierId: 'only', stops: pair('o1') }], unplanned: ['o0'] });
});
