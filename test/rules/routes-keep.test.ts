/** Routes that tell the truth: what leaves them, what stays next, and who keeps an order. */
import { expect, test } from '@jest/globals';
import {
  frozenCount,
  frozenNext,
  informed,
  kept,
  nextGroup,
  ordersOf,
  sameStops,
  withDone,
} from '../../server/features/dispatch/rules/keep.ts';
import { legDiffers, legForward, legOf, mayTrack } from '../../server/features/dispatch/rules/leg.ts';
import { claims, repaired, winner } from '../../server/features/dispatch/rules/repair.ts';
import { resequenced } from '../../server/features/dispatch/rules/sequence.ts';
import type { OpenOrder } from '../../server/features/dispatch/rules/types.ts';
import { after, anOpen, aRoute, collect, deliver, names, noon } from './routes.kit.ts';

const knowing =
  (...orders: OpenOrder[]) =>
  (id: string) =>
    orders.find(order => order.id === id) ?? null;
const leg = (courierId: string | null, status: OpenOrder['leg']['status'] = 'planned') => ({
  status,
  courierId,
  etaAt: null,
});
const inBox = (id: string, courierId: string | null = 'kit') =>
  anOpen(id, { status: 'collected', leg: leg(courierId) });

test('an order that is over, cooked elsewhere, or in another box leaves the route; what is not known stays', () => {
  const route = aRoute([collect('a'), deliver('a')]);
  const left = (order: OpenOrder | null | undefined) => names(kept(route, () => order));
  expect(left(anOpen('a'))).toEqual(['collect a', 'deliver a']);
  expect(left(undefined)).toEqual(['collect a', 'deliver a']);
  expect(left(null)).toEqual([]);
  expect(left(anOpen('a', { outletId: 'south' }))).toEqual([]);
  expect(left(inBox('a'))).toEqual(['deliver a']);
  expect(left(inBox('a', 'other'))).toEqual([]);
  expect(left(inBox('a', null))).toEqual([]);
});

test('a stop says what the kitchen and the promise say now, and is the same stop when nothing is new', () => {
  const stop = collect('a', { readyAt: noon, dueAt: after(900) });
  expect(informed(stop, anOpen('a', { dueAt: after(900) }))).toBe(stop);
  expect(informed(stop, anOpen('a', { status: 'ready', dueAt: after(900) }))).toEqual({ ...stop, isReady: true });
  const waiting = { ...stop, leaveAt: after(60) };
  expect(informed(waiting, anOpen('a', { status: 'ready', dueAt: after(900) })).leaveAt).toBeNull();
  expect(informed(waiting, anOpen('a', { readyAt: after(5), dueAt: after(900) })).leaveAt).toEqual(after(60));
  expect(informed(stop, anOpen('a', { readyAt: after(5), dueAt: after(900) }))).toEqual({ ...stop, readyAt: after(5) });
  expect(informed(stop, anOpen('a'))).toEqual({ ...stop, dueAt: null });
  const door = deliver('a');
  expect(informed(door, anOpen('a', { status: 'ready', readyAt: after(5) }))).toBe(door);
  expect(informed(door, anOpen('a', { dueAt: after(9) })).dueAt).toEqual(after(9));
});

test('what is collected at one outlet in one halt belongs together, a door is by itself', () => {
  const south = collect('c', { outletId: 'south' });
  expect(nextGroup([])).toBe(0);
  expect(nextGroup([collect('a'), collect('b'), south])).toBe(2);
  expect(nextGroup([collect('a'), deliver('a'), collect('b')])).toBe(1);
  expect(nextGroup([collect('a'), collect('b')])).toBe(2);
  expect(nextGroup([deliver('a'), deliver('b')])).toBe(1);
});

test('what is next is frozen once, and what is frozen, arrived at or locked no planner touches', () => {
  const frozen = frozenNext([collect('a', { frozenAt: noon }), collect('b'), deliver('a')], after(5));
  expect(frozen.map(stop => stop.frozenAt)).toEqual([noon, after(5), null]);
  expect(frozenCount(aRoute(frozen))).toBe(2);
  expect(frozenCount(aRoute([collect('a', { arrivedAt: noon }), deliver('a')]))).toBe(1);
  expect(frozenCount(aRoute([collect('a'), deliver('a')]))).toBe(0);
  expect(frozenCount(aRoute([deliver('a', { frozenAt: noon })]))).toBe(1);
  const lock = { by: { kind: 'staff' as const, id: 's' }, at: noon, reason: 'so' };
  expect(frozenCount(aRoute([collect('a'), deliver('a')], { lock }))).toBe(2);
});

test('two lists are the same work when they name the same stops in the same order', () => {
  expect(sameStops([collect('a'), deliver('a')], [collect('a', { isReady: true }), deliver('a')])).toBe(true);
  expect(sameStops([collect('a')], [deliver('a')])).toBe(false);
  expect(sameStops([collect('a')], [collect('b')])).toBe(false);
  expect(sameStops([collect('a')], [collect('a'), deliver('a')])).toBe(false);
  expect(ordersOf([collect('a'), deliver('a')], [deliver('b')])).toEqual(['a', 'b']);
});

test('the last sixty confirmations are kept, each once, the newest last', () => {
  const said = (orderId: string, kind: 'collect' | 'deliver' = 'collect') => ({ orderId, kind, at: noon, farM: null });
  const two = withDone([said('a'), said('a', 'deliver'), said('b')], { ...said('a'), farM: 9 });
  expect(two.map(({ orderId, kind, farM }) => [orderId, kind, farM])).toEqual([
    ['a', 'deliver', null],
    ['b', 'collect', null],
    ['a', 'collect', 9],
  ]);
  const many = Array.from({ length: 60 }, (_, i) => said(`o${i}`));
  expect(
    withDone(many, said('new'))
      .map(one => one.orderId)
      .slice(0, 1),
  ).toEqual(['o1']);
  expect(withDone(many, said('new'))).toHaveLength(60);
});

test("the diner's leg says what the route says", () => {
  const legs = (...stops: Parameters<typeof aRoute>[0]) => legOf('a', aRoute(stops)).status;
  expect(legOf('a', null)).toEqual({ status: 'unassigned', courierId: null, etaAt: null });
  expect(legs(collect('a'))).toBe('unassigned');
  expect(legs(collect('b'), deliver('b'))).toBe('unassigned');
  expect(legs(collect('a'), deliver('a'))).toBe('to_pickup');
  expect(legs(collect('b'), collect('a'), deliver('a'))).toBe('to_pickup');
  expect(legs(deliver('b'), collect('a'), deliver('a'))).toBe('planned');
  expect(legs(collect('a', { arrivedAt: noon }), deliver('a'))).toBe('waiting_at_pickup');
  expect(legs(deliver('a'))).toBe('to_drop_off');
  expect(legs(deliver('a', { arrivedAt: noon }))).toBe('waiting_at_drop_off');
  expect(legOf('a', aRoute([deliver('b'), deliver('a', { etaAt: after(9) })]))).toMatchObject({
    ...{ courierId: 'kit', etaAt: after(9) },
  });
});

test('a leg is written anew when the courier, the state or the estimate by more than a minute and a half changes', () => {
  const held = { status: 'planned' as const, courierId: 'kit', etaAt: noon };
  expect(legDiffers(held, { ...held })).toBe(false);
  expect(legDiffers(held, { ...held, etaAt: after(90) })).toBe(false);
  expect(legDiffers(held, { ...held, etaAt: after(-91) })).toBe(true);
  expect(legDiffers(held, { ...held, etaAt: null })).toBe(true);
  expect(legDiffers({ ...held, etaAt: null }, held)).toBe(true);
  expect(legDiffers({ ...held, etaAt: null }, { ...held, etaAt: null })).toBe(false);
  expect(legDiffers(held, { ...held, courierId: 'other' })).toBe(true);
  expect(legDiffers(held, { ...held, status: 'to_pickup' })).toBe(true);
  for (const status of ['delivered', 'returned'] as const) expect(legDiffers({ ...held, status }, held)).toBe(false);
});

test('a leg never runs backwards for one courier, but another courier begins anew and a lost order is lost', () => {
  const at = (status: OpenOrder['leg']['status'], courierId: string | null = 'kit') => ({
    status,
    courierId,
    etaAt: noon,
  });
  expect(legForward(at('waiting_at_pickup'), at('planned')).status).toBe('waiting_at_pickup');
  expect(legForward(at('planned'), at('to_pickup')).status).toBe('to_pickup');
  expect(legForward(at('to_pickup'), at('to_pickup'))).toEqual(at('to_pickup'));
  expect(legForward(at('to_drop_off'), at('planned', 'other')).status).toBe('planned');
  expect(legForward(at('to_drop_off'), at('unassigned')).status).toBe('unassigned');
  expect(legForward(at('waiting_at_drop_off'), at('to_drop_off')).status).toBe('waiting_at_drop_off');
});

test.each([
  ['unassigned', false, false],
  ['planned', false, false],
  ['to_pickup', true, true],
  ['waiting_at_pickup', true, true],
  ['to_drop_off', false, true],
  ['waiting_at_drop_off', false, true],
  ['delivered', false, false],
  ['returned', false, false],
] as const)('while the leg is %s the outlet may see the courier: %p, the diner: %p', (status, outlet, diner) => {
  expect([mayTrack('outlet', status), mayTrack('diner', status), mayTrack('dispatch', status)]).toEqual([
    outlet,
    diner,
    true,
  ]);
});

test('an order that several routes claim belongs to whoever has the food, else whom the diner was told, else the lowest id', () => {
  expect(winner(inBox('a', 'z'), ['x', 'y'])).toBe('z');
  expect(winner(anOpen('a', { leg: leg('y') }), ['y', 'x'])).toBe('y');
  expect(winner(anOpen('a', { leg: leg('z') }), ['y', 'x'])).toBe('x');
  expect(winner(anOpen('a', { leg: leg(null) }), ['y', 'x'])).toBe('x');
  expect(claims([aRoute([collect('a'), deliver('a'), deliver('b')]), aRoute([deliver('b')], { id: 'x' })])).toEqual(
    new Map([
      ['a', ['kit']],
      ['b', ['kit', 'x']],
    ]),
  );
});

test('a route is mended from its orders: foreign and half orders leave it, food in the box comes back, the rest is untouched', () => {
  const route = aRoute([collect('a'), deliver('a'), collect('b'), deliver('b')]);
  const mend = (orders: OpenOrder[], by: [string, string[]][] = [], carried: OpenOrder[] = [], from = route) =>
    repaired(from, { lookup: knowing(...orders), claimed: new Map(by), deliverStop: ({ id }) => deliver(id) }, carried);
  expect(mend([anOpen('a'), anOpen('b')])).toBe(route.stops);
  expect(names([...mend([anOpen('a'), anOpen('b')], [['b', ['kit', 'aa']]])])).toEqual(names(route.stops));
  const told = anOpen('b', { leg: leg('aa') });
  expect(names([...mend([anOpen('a'), told], [['b', ['kit', 'aa']]])])).toEqual(['collect a', 'deliver a']);
  expect(names([...mend([anOpen('b')])])).toEqual(['collect b', 'deliver b']);
  const half = aRoute([collect('a'), collect('b'), deliver('b')]);
  expect(names([...mend([anOpen('a'), anOpen('b')], [], [], half)])).toEqual(['collect b', 'deliver b']);
  expect(names([...mend([anOpen('a'), inBox('c')], [], [inBox('c')])])).toEqual([
    'collect a',
    'deliver a',
    'deliver c',
  ]);
  expect(names([...mend([inBox('a')], [], [inBox('a')], aRoute([deliver('a')]))])).toEqual(['deliver a']);
  expect(names([...mend([anOpen('a')], [], [], aRoute([deliver('a')]))])).toEqual([]);
});

test("the kitchen's call reaches the courier's route", () => {
  const route = aRoute([collect('a'), deliver('a')]);
  const lookup = knowing(anOpen('a', { status: 'ready' }));
  const stops = repaired(route, { lookup, claimed: new Map(), deliverStop: ({ id }) => deliver(id) }, []);
  expect(stops.map(stop => stop.isReady)).toEqual([true, false]);
  expect(stops[1]).toBe(route.stops[1]);
});

test("a dispatcher's order of stops is taken when it is the same work and food comes before its door", () => {
  const route = aRoute([collect('a', { frozenAt: noon }), deliver('a'), collect('b'), deliver('b')]);
  const wanted = (...list: string[]) =>
    resequenced(
      route,
      list.map(name => ({ kind: name.split(' ')[0] as 'collect', orderId: name.split(' ')[1]! })),
    );
  const made = wanted('collect b', 'collect a', 'deliver a', 'deliver b');
  expect(made.kind === 'ok' && names(made.stops)).toEqual(['collect b', 'collect a', 'deliver a', 'deliver b']);
  expect(made.kind === 'ok' && made.stops.map(stop => stop.frozenAt)).toEqual([null, null, null, null]);
  const stale = { kind: 'refused', why: 'The route has other stops by now' };
  expect(wanted('collect a', 'deliver a')).toEqual(stale);
  expect(wanted('collect a', 'deliver a', 'collect b', 'deliver x')).toEqual(stale);
  expect(wanted('collect a', 'deliver a', 'collect b', 'collect b')).toEqual(stale);
  expect(wanted('collect a', 'deliver a', 'collect b', 'deliver b', 'deliver b')).toEqual(stale);
  expect(wanted('collect a', 'deliver a', 'collect b', 'deliver b', 'deliver x')).toEqual(stale);
  expect(wanted('deliver a', 'collect a', 'collect b', 'deliver b')).toMatchObject({
    why: 'A meal cannot be delivered before it is collected',
  });
});

test('a courier who stands at a stop is not turned back', () => {
  const here = aRoute([deliver('a', { arrivedAt: noon, frozenAt: noon }), deliver('b')]);
  const [a, b] = [
    { kind: 'deliver', orderId: 'a' },
    { kind: 'deliver', orderId: 'b' },
  ] as const;
  expect(resequenced(here, [b, a])).toEqual({ kind: 'refused', why: 'The courier stands at the first stop already' });
  const same = resequenced(here, [a, b]);
  expect(same.kind === 'ok' && same.stops[0]?.frozenAt).toEqual(noon);
});
