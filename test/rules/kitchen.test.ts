/** The kitchen's rules: what a ticket can do is never refused, deeds repeat safely, and a basket is ready together. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Order, OrderStatus } from '../../server/contract/orders.ts';
import * as deeds from '../../server/features/kitchen/rules/deeds.ts';
import { begins, nextStartAt, readyByMs, type Station } from '../../server/features/kitchen/rules/stations.ts';
import {
  isUnseen,
  seen,
  shownStatuses,
  stationCan,
  ticketCan,
  unseen,
} from '../../server/features/kitchen/rules/ticket.ts';
import { moveTo } from '../../server/features/orders/rules/move.ts';
import { aDraft, after, noon } from '../features/orders.kit.ts';

const station = (name: string, over: Partial<Station> = {}): Station => ({
  ...{ station: name, status: 'waiting', startAt: noon, cookS: 300 },
  ...over,
});
const aTicket = (over: Partial<Order> = {}, stations = [station('wok'), station('pot', { cookS: 120 })]): Order => ({
  ...aDraft(),
  ...{ status: 'assigned', outletId: 'north', number: '0001', businessDay: '2030-01-07' },
  kitchen: { stations: begins(stations, noon.getTime() + 300_000), seenAt: null, readyAt: null, delayS: 0 },
  promise: { at: noon, queueS: 0, cookS: 300, roadS: 600, bufferS: 60, promisedAt: after(960) },
  promisedAt: after(960),
  ...over,
});

const kinds = [
  { kind: 'delivery', deliveredBy: 'own' },
  { kind: 'delivery', deliveredBy: 'platform' },
  { kind: 'delivery', deliveredBy: 'none' },
  { kind: 'pickup', deliveredBy: 'none' },
  { kind: 'dine_in', deliveredBy: 'none' },
] as const;
type Do = (order: Order, now: Date) => deeds.Deed;
const all: Record<string, Do> = {
  accept: deeds.accept,
  start: (order, now) => deeds.start(order, undefined, now),
  startWok: (order, now) => deeds.start(order, 'wok', now),
  startPot: (order, now) => deeds.start(order, 'pot', now),
  ready: (order, now) => deeds.ready(order, undefined, now),
  readyWok: (order, now) => deeds.ready(order, 'wok', now),
  readyPot: (order, now) => deeds.ready(order, 'pot', now),
  recall: order => deeds.recall(order, undefined, 'cold'),
  recallWok: order => deeds.recall(order, 'wok', 'cold'),
  delay: order => deeds.delay(order, { delayS: 300, reason: 'busy' }),
  delayNone: order => deeds.delay(order, { delayS: 0, reason: 'quick' }),
  reject: deeds.reject,
  handOver: deeds.handOver,
};
const deedNames = Object.keys(all);

/** The order after the deed, by the orders' own table; throws where the table refuses what the kitchen's rule allows. */
function done(order: Order, deed: deeds.Deed, now: Date): Order {
  if (deed.kind !== 'plan') return order;
  let next: Order = { ...order, ...deed.set };
  const facts: { name: string; data: object }[] = [];
  for (const to of deed.through) {
    const moved = moveTo(next, to, { reason: 'said so' });
    if (moved.kind !== 'change') throw new Error(`${order.status} → ${to}: ${JSON.stringify(moved)}`);
    next = { ...next, ...moved.set };
    facts.push(...moved.facts);
  }
  const actor = { kind: 'kitchen', id: 'screen' } as const;
  const v = order.version + 1;
  const log = [...facts, ...deed.facts].map(({ name, data }) => ({ v, at: now, name, actor, data: { ...data } }));
  return { ...next, version: v, log: [...order.log, ...log] };
}
const story = fc.array(fc.tuple(fc.constantFrom(...deedNames), fc.integer({ min: 0, max: 400 })), { maxLength: 14 });
const anyKind = fc.constantFrom(...kinds);

/** Plays the deeds one after the other; each look sees the order before one of them. */
function play(
  how: (typeof kinds)[number],
  told: [string, number][],
  look: (order: Order, now: Date, deed: Do) => void,
) {
  let order = aTicket(how);
  let now = noon;
  for (const [name, passS] of told) {
    now = after(passS, now);
    look(order, now, all[name]!);
    order = done(order, all[name]!(order, now), now);
  }
  return order;
}

test("whatever a ticket says it can do is not refused, and the orders' table agrees with every deed", () => {
  const byCan: Record<string, Do> = { ...all, hand_over: deeds.handOver, delay: all.delay! };
  fc.assert(
    fc.property(anyKind, story, (how, told) => {
      play(how, told, (order, now) => {
        for (const can of ticketCan(order)) expect(byCan[can]!(order, now).kind).not.toBe('refused');
        for (const share of order.kitchen!.stations)
          for (const can of stationCan(order, share)) {
            const name = `${can}${share.station === 'wok' ? 'Wok' : 'Pot'}`;
            if (all[name]) expect(all[name](order, now).kind).toBe('plan');
          }
      });
    }),
  );
});

test('the same deed again changes nothing, whoever repeats it and however late', () => {
  fc.assert(
    fc.property(anyKind, story, fc.integer({ min: 0, max: 900 }), (how, told, laterS) => {
      play(how, told, (order, now, deed) => {
        const first = deed(order, now);
        if (first.kind === 'plan') expect(deed(done(order, first, now), after(laterS, now)).kind).toBe('same');
      });
    }),
  );
});

test('an order is ready exactly when all its stations are, and knows since when', () => {
  fc.assert(
    fc.property(anyKind, story, (how, told) => {
      const { status, kitchen } = play(how, told, () => undefined);
      const areReady = kitchen!.stations.every(share => share.status === 'ready');
      if (shownStatuses.includes(status)) expect(status === 'ready').toBe(areReady);
      if (shownStatuses.includes(status)) expect(kitchen!.readyAt !== null).toBe(areReady);
    }),
  );
});

test('the promise is always the sum of its parts, and the delay is what it grew by', () => {
  fc.assert(
    fc.property(story, told => {
      const { promise, promisedAt, kitchen } = play(kinds[0], told, () => undefined);
      const { at, queueS, cookS, roadS, bufferS } = promise!;
      expect(promise!.promisedAt).toEqual(after(queueS + cookS + roadS + bufferS, at));
      expect(promisedAt).toEqual(promise!.promisedAt);
      expect(promisedAt).toEqual(after(960 + kitchen!.delayS));
    }),
  );
});

test('stations that wait end together, never before the promise and never before one that cooks', () => {
  const share = fc.record({
    station: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom<Station['status']>('waiting', 'cooking', 'ready'),
    cookS: fc.integer({ min: 1, max: 3600 }),
    startAt: fc.integer({ min: -1000, max: 1000 }).map(seconds => after(seconds)),
  });
  const endOf = ({ startAt, cookS }: Station) => startAt.getTime() + cookS * 1000;
  fc.assert(
    fc.property(fc.array(share, { maxLength: 6 }), fc.integer({ min: 0, max: 4000 }), (shares, readyS) => {
      const readyMs = after(readyS).getTime();
      const next = begins(shares, readyMs);
      const waiting = next.filter(({ status }) => status === 'waiting');
      const busy = next.filter(({ status }) => status === 'cooking');
      const together = Math.max(readyMs, ...busy.map(endOf));
      expect(waiting.map(endOf)).toEqual(waiting.map(() => together));
      expect(next.filter(({ status }) => status !== 'waiting')).toEqual(shares.filter(s => s.status !== 'waiting'));
      expect(begins(next, readyMs)).toEqual(next);
      if (waiting.length > 0)
        expect(nextStartAt(next)!.getTime()).toBe(together - 1000 * Math.max(...waiting.map(({ cookS }) => cookS)));
      else expect(nextStartAt(next)).toBeNull();
    }),
  );
});

test('a wok that begins late makes the pot begin late, so that nothing stands and gets cold', () => {
  const late = done(aTicket(), deeds.start(aTicket(), 'wok', after(240)), after(240));
  const pot = late.kitchen!.stations[1]!;
  expect([pot.status, pot.startAt]).toEqual(['waiting', after(240 + 300 - 120)]);
});

test('starting an order nobody accepted accepts it, and says both', () => {
  const order = done(aTicket(), deeds.start(aTicket(), 'wok', noon), noon);
  expect(order.status).toBe('cooking');
  expect(order.log.slice(-3).map(({ name }) => name)).toEqual([
    'order.accepted',
    'order.cooking',
    'order.station_changed',
  ]);
});

test('a delay moves what waits and the time it should be ready by, once however often it is said', () => {
  const order = done(aTicket(), all.delay!(aTicket(), noon), noon);
  expect(readyByMs(order)).toBe(after(600).getTime());
  expect(order.kitchen!.stations.map(({ startAt }) => startAt)).toEqual([after(300), after(480)]);
  const back = done(order, all.delayNone!(order, noon), noon);
  expect([back.promisedAt, back.kitchen!.stations]).toEqual([after(960), aTicket().kitchen!.stations]);
});

test("a courier's meal is not handed over by the kitchen, and a meal that left is not recalled", () => {
  const ready = aTicket({ status: 'ready' });
  expect(deeds.handOver(ready).kind).toBe('refused');
  expect(deeds.handOver({ ...ready, kind: 'pickup', deliveredBy: 'none' }).kind).toBe('plan');
  expect(deeds.recall({ ...ready, status: 'collected' }, undefined, 'cold').kind).toBe('refused');
});

test('a station that the order has not is refused, whatever is asked of it', () => {
  for (const deed of [deeds.start(aTicket(), 'bar', noon), deeds.ready(aTicket({ status: 'cooking' }), 'bar', noon)])
    expect(deed).toMatchObject({ kind: 'refused', reason: expect.stringContaining('bar') });
  expect(deeds.recall(aTicket({ status: 'ready' }), 'bar', 'cold').kind).toBe('refused');
});

test('a ticket is unseen until a screen shows it; the alarm is raised once and answered by being seen', () => {
  const order = aTicket();
  expect(isUnseen(order)).toBe(true);
  const alarmed = done(order, unseen(order), noon);
  expect(alarmed.alarms).toEqual(['unseen']);
  expect(unseen(alarmed).kind).toBe('same');
  const looked = done(alarmed, seen(alarmed, 'screen-1', after(9)), after(9));
  expect([looked.alarms, looked.kitchen!.seenAt, isUnseen(looked)]).toEqual([[], after(9), false]);
  expect(looked.log.slice(-2).map(({ name }) => name)).toEqual(['order.seen', 'order.settled']);
  expect([seen(looked, 'screen-2', after(20)).kind, unseen(looked).kind]).toEqual(['same', 'same']);
});

test('an order that ended can do nothing, and everything but its own end is refused', () => {
  const ended: OrderStatus[] = ['cancelled', 'rejected'];
  for (const status of ended)
    for (const [name, deed] of Object.entries(all)) {
      const order = aTicket({ status, kind: 'pickup', deliveredBy: 'none' });
      expect(ticketCan(order)).toEqual([]);
      const isOwnEnd = status === 'rejected' && name === 'reject';
      expect([status, name, deed(order, noon).kind]).toEqual([status, name, isOwnEnd ? 'same' : 'refused']);
    }
});
