/** Any minute of a small region at work: food in boxes, stops that are frozen, work that was shown, and whatever the region wishes. */
import fc from 'fast-check';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { after, courier, east, meal, noon, pair } from './solver.kit.ts';

const names = ['ann', 'bo', 'cy'];
const sometimes = <T>(value: fc.Arbitrary<T>, not: T) =>
  fc.oneof({ arbitrary: fc.constant(not), weight: 4 }, { arbitrary: value, weight: 1 });
const minutes = (min: number, max: number) => fc.integer({ min, max });

const wishes = fc.record({
  ...{ hotMin: minutes(5, 30), coldMin: fc.option(minutes(10, 40), { nil: null }), overtimeMin: minutes(0, 20) },
  ...{ latenessFactor: minutes(0, 3), latenessGrowth: sometimes(fc.constant(0.5), 0), roadFactor: minutes(0, 1) },
  ...{ kmS: sometimes(minutes(1, 60), 0), returnFactor: sometimes(fc.constant(0.5), 0) },
  gainS: fc.constantFrom(0, 60, 600),
});
/** `state`: whose box it is in, to whom it was shown, or neither. */
const order = fc.record({
  ...{ state: fc.constantFrom('open', 'shown', 'boxed'), holder: fc.constantFrom(...names), outlet: fc.nat(2) },
  ...{
    door: minutes(-12, 15),
    items: minutes(1, 3),
    readyMin: minutes(-5, 15),
    spreadS: fc.nat(300),
    backS: fc.nat(600),
  },
  ...{ sinceMin: sometimes(minutes(10, 45), 3), dueMin: fc.option(minutes(-5, 40), { nil: null }) },
  ...{ pin: sometimes(fc.constantFrom(...names), ''), ban: sometimes(fc.constantFrom(...names), '') },
  turns: fc.tuple(fc.nat(99), fc.nat(99)),
  isDrafted: fc.boolean(),
});
const rider = fc.record({
  ...{ at: minutes(-12, 15), capacityItems: minutes(1, 8), endMin: sometimes(minutes(-5, 40), 200) },
  ...{ takesNew: sometimes(fc.constant(false), true), dearS: sometimes(minutes(-90, 120), 0), frozen: fc.nat(2) },
  pace: sometimes(fc.constant(1.5), 1),
});
type Given = Parameters<Parameters<typeof order.map>[0]>[0];

function orderOf(given: Given, i: number): PlanOrder {
  const { state, holder, outlet, door, items, readyMin, spreadS, backS, sinceMin, dueMin, pin, ban } = given;
  const isBoxed = state === 'boxed';
  return meal(`o${i}`, door, {
    ...{ outletId: `k${outlet}`, pickup: east(4 * outlet - 4), items, readyAt: after(readyMin), isReady: isBoxed },
    ...{ spreadS: isBoxed ? 0 : spreadS, backS, dueAt: dueMin === null ? null : after(dueMin), placedAt: after(-10) },
    ...{ carriedBy: isBoxed ? holder : null, shownTo: state === 'open' ? null : holder },
    ...(isBoxed ? { collectedAt: after(-sinceMin) } : {}),
    ...{ pin: pin || null, bans: ban ? [ban] : [] },
  });
}

/** What a courier was shown, or is meant to be shown as well, in any turn that delivers nothing before it is collected. */
function stopsOf(id: string, orders: readonly Given[], isOn: (order: Given) => boolean): PlannedStop[] {
  const stops = orders.flatMap((order, i) => {
    const { state, holder, turns } = order;
    const [a, b] = turns;
    if (holder !== id || !isOn(order)) return [];
    const [collect, deliver] = pair(`o${i}`);
    const both = [
      { stop: collect!, turn: Math.min(a, b) },
      { stop: deliver!, turn: Math.max(a, b) },
    ];
    return state === 'boxed' ? both.slice(1) : both;
  });
  return stops.sort((a, b) => a.turn - b.turn).map(({ stop }) => stop);
}

export const anyMinute: fc.Arbitrary<Problem> = fc
  .record({ orders: fc.array(order, { minLength: 1, maxLength: 8 }), riders: fc.tuple(rider, rider, rider), wishes })
  .map(({ orders, riders, wishes: wished }) => ({
    ...{ now: noon, travel: { speedMPerMin: 300, detour: 1.2, collectS: 60, deliverS: 90, enterS: 20 } },
    ...{ wishes: { ...usualWishes, ...wished }, gainS: wished.gainS, orders: orders.map(orderOf) },
    couriers: riders.map(({ at, endMin, frozen, ...rest }, i): PlanCourier => {
      const shown = stopsOf(names[i]!, orders, ({ state }) => state !== 'open');
      const draft = stopsOf(names[i]!, orders, ({ state, isDrafted }) => state !== 'open' || isDrafted);
      return courier(names[i]!, {
        ...{ ...rest, point: east(at), endAt: after(endMin), shown, frozen: shown.slice(0, frozen), draft },
      });
    }),
  }));
