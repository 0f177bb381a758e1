/** What a decision writes into an order: number, promise, tickets, the reason it was this outlet, and the facts it states. */
import { expect, test } from '@jest/globals';
import type { Order, OrderLine, OutletDecision } from '../../server/contract/orders.ts';
import { type Choice, weighNamed } from '../../server/features/outlets/rules/choose.ts';
import { known } from '../../server/features/outlets/rules/known.ts';
import {
  assigned,
  type HeldPlace,
  mayBeMoved,
  numberText,
  waiting,
} from '../../server/features/outlets/rules/stamp.ts';
import { anAsk, anOutlet, noon, owing } from './outlets.kit.ts';

const line = (station: string, cookS: number): OrderLine => ({
  lineId: `${station}-1`,
  dishId: 'noodles',
  name: 'Noodles',
  quantity: 1,
  unitPriceFen: 2000,
  options: [],
  station,
  cookS,
});
const lines = [line('wok', 300), line('bar', 60)];
const shares = [
  { station: 'wok', sumS: 300, longestS: 300 },
  { station: 'bar', sumS: 60, longestS: 60 },
];
const north = known(anOutlet({ stations: { wok: { parallel: 1 } } }), 1_800_000);
const choice = weighNamed(
  anAsk({ shares }),
  north,
  owing(() => ({ owedS: { wok: 90 } })),
);
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
/** Queue 90 s, cooking 300 s, road 60 s, packing 300 s. */
const promisedAt = later(750);

const stamp = (alarms: string[], held: Partial<HeldPlace> = {}) =>
  assigned(
    { lines, alarms, decision: null },
    { weighed: choice.best!, held: { number: 42, day: '2030-01-07', short: [], ...held }, choice },
    noon,
  );

test('a number has four digits, and more when the day needs more', () => {
  expect(numberText(7)).toBe('0007');
  expect(numberText(9999)).toBe('9999');
  expect(numberText(10_000)).toBe('10000');
});

test('an order that an outlet takes gets its number, its business day and the promise with its parts', () => {
  const { set } = stamp([]);
  expect(set).toMatchObject({ outletId: 'north', number: '0042', businessDay: '2030-01-07', promisedAt });
  expect(set.promise).toEqual({ at: noon, queueS: 90, cookS: 300, roadS: 60, bufferS: 300, promisedAt });
});

test('its tickets begin so that both stations are ready together', () => {
  expect(stamp([]).set.kitchen).toEqual({
    stations: [
      { station: 'wok', status: 'waiting', startAt: later(90), cookS: 300 },
      { station: 'bar', status: 'waiting', startAt: later(330), cookS: 60 },
    ],
    seenAt: null,
    readyAt: null,
    delayS: 0,
  });
});

test('the record says when, why and among whom it was chosen', () => {
  expect(stamp([]).set.decision).toEqual({
    at: noon,
    kind: 'assigned',
    outletId: 'north',
    reason: 'named',
    candidates: [{ outletId: 'north', roadS: 60, queueS: 90, cookS: 300, scoreS: 478, rejected: null }],
  });
});

test('an outlet that has everything promises and alarms nobody', () => {
  const { set, facts } = stamp(['unmapped']);
  expect(facts).toEqual([{ name: 'order.promised', data: { promisedAt } }]);
  expect(set).not.toHaveProperty('alarms');
});

test('an outlet that is short of a dish raises the alarm beside those already raised, and keeps the promise', () => {
  const { set, facts } = stamp(['unmapped'], { short: ['rice'] });
  expect(set.alarms).toEqual(['unmapped', 'short']);
  expect(set.outletId).toBe('north');
  expect(facts).toEqual([
    { name: 'order.promised', data: { promisedAt } },
    { name: 'order.escalated', data: { reason: 'short' } },
  ]);
});

test('an alarm that already rings is not raised twice', () => {
  const { set, facts } = stamp(['short'], { short: ['rice'] });
  expect(facts).toHaveLength(1);
  expect(set).not.toHaveProperty('alarms');
});

const nobody: Choice = { best: null, reason: 'closed', candidates: [] };
const decided = (over: Partial<OutletDecision>): Pick<Order, 'decision' | 'alarms'> => ({
  alarms: [],
  decision: { at: later(-60), kind: 'waiting', outletId: null, reason: 'closed', candidates: [], ...over },
});

test('an order that nobody can take waits, and the first reason is news', () => {
  const { set, facts } = waiting({ decision: null, alarms: [] }, nobody, noon);
  expect(set).toEqual({
    decision: { at: noon, kind: 'waiting', outletId: null, reason: 'closed', candidates: [] },
  });
  expect(facts).toEqual([{ name: 'order.waiting', data: { reason: 'closed' } }]);
});

test('waiting on for the same reason is no news, but the record is renewed', () => {
  const { set, facts } = waiting(decided({}), nobody, noon);
  expect(facts).toEqual([]);
  expect(set.decision?.at).toEqual(noon);
});

test('another reason, or losing the outlet one had, is news', () => {
  const fact = { name: 'order.waiting', data: { reason: 'closed' } };
  expect(waiting(decided({ reason: 'sold_out: rice' }), nobody, noon).facts).toEqual([fact]);
  expect(waiting(decided({ kind: 'assigned', outletId: 'north' }), nobody, noon).facts).toEqual([fact]);
});

test('what was decided before stays beside the new decision, the newest first; the same wait again takes its own place', () => {
  const { set: first } = waiting({ decision: null, alarms: [] }, nobody, later(-60));
  expect(first).not.toHaveProperty('decisions');
  const { set: again } = waiting({ decision: first.decision!, alarms: [] }, nobody, later(-30));
  expect(again).not.toHaveProperty('decisions');
  const { set: full } = waiting({ decision: again.decision!, alarms: [] }, { ...nobody, reason: 'kitchen_full' }, noon);
  expect(full.decisions).toEqual([again.decision]);
  const before = { decision: full.decision!, decisions: full.decisions! };
  const held = { number: 42, day: '2030-01-07', short: [] };
  const { set } = assigned({ lines, alarms: [], ...before }, { weighed: choice.best!, held, choice }, noon);
  expect(set.decision).toMatchObject({ kind: 'assigned', outletId: 'north' });
  expect(set.decisions).toEqual([full.decision, again.decision]);
});

test('no more than ten earlier decisions are kept', () => {
  let order: Pick<Order, 'decision' | 'decisions'> = { decision: null };
  for (let i = 0; i < 15; i++)
    order = waiting({ ...order, alarms: [] }, { ...nobody, reason: `closed: ${i}` }, noon).set as Pick<
      Order,
      'decision' | 'decisions'
    >;
  expect(order.decisions?.map(({ reason }) => reason)).toEqual(
    Array.from({ length: 10 }, (_, i) => `closed: ${13 - i}`),
  );
});

test('an order of a shop nobody knows is an alarm the first time: one that somebody settled is not raised again', () => {
  const stray = { ...nobody, reason: 'unknown_shop' };
  const first = waiting({ decision: null, alarms: ['unmapped'] }, stray, noon);
  expect(first.set.alarms).toEqual(['unmapped', 'unknown_shop']);
  expect(first.facts.at(-1)).toEqual({ name: 'order.escalated', data: { reason: 'unknown_shop' } });
  const again = [decided({ reason: 'unknown_shop' }), { decision: null, alarms: ['unknown_shop'] }];
  for (const order of again) expect(waiting(order, stray, noon).set).not.toHaveProperty('alarms');
});

test('only a delivery by our own couriers moves to another outlet by itself', () => {
  expect(mayBeMoved({ kind: 'delivery', deliveredBy: 'own' })).toBe(true);
  expect(mayBeMoved({ kind: 'delivery', deliveredBy: 'platform' })).toBe(false);
  expect(mayBeMoved({ kind: 'pickup', deliveredBy: 'own' })).toBe(false);
  expect(mayBeMoved({ kind: 'dine_in', deliveredBy: 'none' })).toBe(false);
});
