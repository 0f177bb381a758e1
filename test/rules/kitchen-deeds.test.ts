/** Every deed of the kitchen in every state of an order: what it passes through, sets and states, and the words of its refusals. */
import { expect, test } from '@jest/globals';
import type { NewFact } from '../../server/contract/facts.ts';
import type { Order, OrderStatus } from '../../server/contract/orders.ts';
import * as deeds from '../../server/features/kitchen/rules/deeds.ts';
import { after, noon } from '../features/orders.kit.ts';
import { aKitchen, aTicket, logOf, statuses, wokAndPot } from './kitchen.kit.ts';

const same = { kind: 'same' };
const refused = (reason: string) => ({ kind: 'refused', reason });
const plan = (over: Partial<deeds.Plan>) => ({ kind: 'plan', through: [], set: {}, facts: [], ...over });
const turned = (station: string, status: string): NewFact => ({
  name: 'order.station_changed',
  data: { station, status },
});
const recalled = (reason: string): NewFact => ({ name: 'order.recalled', data: { reason } });
const onCounter = { kind: 'pickup', deliveredBy: 'none' } as const;

interface States {
  /** The end of the refusal in every other state. */
  what: string;
  done: OrderStatus[];
  already?: OrderStatus[];
}
function expectByStatus(deed: (order: Order) => deeds.Deed, { what, done, already = [] }: States) {
  for (const status of statuses) {
    const outcome = deed(aTicket({ status, ...onCounter }));
    if (done.includes(status)) expect([status, outcome.kind]).toEqual([status, 'plan']);
    else if (already.includes(status)) expect([status, outcome]).toEqual([status, same]);
    else expect(outcome).toEqual(refused(`An order that is ${status} cannot be ${what}`));
  }
}

test('every deed says in which states it is done, has been done already, or cannot be done', () => {
  const left: OrderStatus[] = ['ready', 'collected', 'delivered'];
  const cooks: OrderStatus[] = ['assigned', 'accepted', 'cooking'];
  const delay = (order: Order) => deeds.delay(order, { delayS: 1, reason: 'busy' });
  expectByStatus(deeds.accept, { what: 'accepted', done: ['assigned'], already: ['accepted', 'cooking', ...left] });
  expectByStatus(o => deeds.start(o, undefined, noon), { what: 'cooked', done: cooks, already: left });
  const readyIn = { done: ['accepted', 'cooking'], already: left } satisfies Partial<States>;
  expectByStatus(o => deeds.ready(o, undefined, noon), { what: 'called ready', ...readyIn });
  expectByStatus(o => deeds.recall(o, undefined, 'cold'), { what: 'recalled', done: ['ready'] });
  expectByStatus(delay, { what: 'delayed', done: cooks });
  expectByStatus(deeds.reject, { what: 'rejected', done: ['assigned', 'accepted'], already: ['rejected'] });
  expectByStatus(deeds.handOver, { what: 'handed over', done: ['ready'], already: ['delivered'] });
});

test('accepting, rejecting and handing over move the order one step and set nothing else', () => {
  expect(deeds.accept(aTicket())).toEqual(plan({ through: ['accepted'] }));
  expect(deeds.reject(aTicket())).toEqual(plan({ through: ['rejected'] }));
  expect(deeds.handOver(aTicket({ status: 'ready', ...onCounter }))).toEqual(plan({ through: ['delivered'] }));
});

test('a courier fetches a delivery that somebody delivers, and nothing that is eaten or picked up', () => {
  const by = (kind: Order['kind']) =>
    (['own', 'platform', 'none'] as const).map(deliveredBy => deeds.isFetched({ kind, deliveredBy }));
  expect(by('delivery')).toEqual([true, true, false]);
  expect([...by('pickup'), ...by('dine_in')]).toEqual(Array(6).fill(false));
  expect(deeds.handOver(aTicket({ status: 'delivered' }))).toEqual(refused('A courier takes it from the counter'));
});

test('a station the order has not is named in the refusal', () => {
  const order = aTicket({ status: 'cooking' });
  const none = refused('There is no station bar in this order');
  expect(deeds.start(order, 'bar', noon)).toEqual(none);
  expect(deeds.ready(order, 'bar', noon)).toEqual(none);
  expect(deeds.recall(order, 'bar', 'cold')).toEqual(none);
});

test('starting one station of a new order accepts it, cooks it and moves what waits behind it', () => {
  const [wok, pot] = wokAndPot('cooking');
  const kitchen = aKitchen([
    { ...wok!, startAt: after(60) },
    { ...pot!, startAt: after(240) },
  ]);
  expect(deeds.start(aTicket(), 'wok', after(60))).toEqual(
    plan({ through: ['accepted', 'cooking'], set: { kitchen }, facts: [turned('wok', 'cooking')] }),
  );
});

test('starting an accepted order whose stations all began still says that it cooks', () => {
  const kitchen = aKitchen(wokAndPot('cooking', 'ready'));
  const again = deeds.start(aTicket({ status: 'accepted', kitchen }), undefined, after(60));
  expect(again).toEqual(plan({ through: ['cooking'], set: { kitchen } }));
  expect(deeds.start(aTicket({ status: 'cooking', kitchen }), undefined, after(60))).toEqual(same);
});

test('a station called ready leaves the order cooking, and the last one makes it ready at that instant', () => {
  const first = deeds.ready(aTicket({ status: 'accepted' }), 'wok', after(60));
  const kitchen = aKitchen(wokAndPot('ready'));
  expect(first).toEqual(plan({ through: ['cooking'], set: { kitchen }, facts: [turned('wok', 'ready')] }));
  const order = aTicket({ status: 'cooking', kitchen });
  expect(deeds.ready(order, 'wok', after(90))).toEqual(same);
  const all = { ...aKitchen(wokAndPot('ready', 'ready')), readyAt: after(90) };
  expect(deeds.ready(order, 'pot', after(90))).toEqual(
    plan({ through: ['ready'], set: { kitchen: all }, facts: [turned('pot', 'ready')] }),
  );
});

test('a ready order called back cooks again with all its stations, and says why', () => {
  const kitchen = aKitchen(wokAndPot('ready', 'ready'), { readyAt: after(300) });
  const cooking = aKitchen(wokAndPot('cooking', 'cooking'));
  const facts = [turned('wok', 'cooking'), turned('pot', 'cooking'), recalled('cold')];
  expect(deeds.recall(aTicket({ status: 'ready', kitchen }), undefined, 'cold')).toEqual(
    plan({ through: ['cooking'], set: { kitchen: cooking }, facts }),
  );
});

test('one station of an order being cooked is called back without moving the order', () => {
  const order = aTicket({ status: 'cooking', kitchen: aKitchen(wokAndPot('ready', 'cooking')) });
  const facts = [turned('wok', 'cooking'), recalled('raw')];
  const set = { kitchen: aKitchen(wokAndPot('cooking', 'cooking')) };
  expect(deeds.recall(order, 'wok', 'raw')).toEqual(plan({ set, facts }));
  expect(deeds.recall(order, 'pot', 'raw')).toEqual(same);
});

test('a whole order is called back again only while its recall is the last word on it', () => {
  const recall = (...names: string[]) =>
    deeds.recall(aTicket({ status: 'cooking', log: logOf(...names.map(name => ({ name }))) }), undefined, 'cold');
  const not = refused('An order that is cooking cannot be recalled');
  expect(recall('order.ready', 'order.recalled', 'order.noted')).toEqual(same);
  expect(recall('order.recalled', 'order.ready', 'order.cooking')).toEqual(not);
  expect(recall('order.cooking')).toEqual(not);
});

test('a delay promises the diner again, states both, and lets what waits begin later', () => {
  const promise = { ...aTicket().promise!, cookS: 420, promisedAt: after(1080) };
  const [wok, pot] = wokAndPot();
  const stations = [
    { ...wok!, startAt: after(120) },
    { ...pot!, startAt: after(300) },
  ];
  const delayed = { name: 'order.delayed', data: { delayS: 120, reason: 'busy' } } as const;
  expect(deeds.delay(aTicket(), { delayS: 120, reason: 'busy' })).toEqual(
    plan({
      set: { kitchen: aKitchen(stations, { delayS: 120 }), promise, promisedAt: after(1080) },
      facts: [delayed, { name: 'order.promised', data: { promisedAt: after(1080) } }],
    }),
  );
});

test('an order that was promised nothing is delayed without a new promise', () => {
  const order = aTicket({ promise: null, promisedAt: after(960) });
  const facts = [{ name: 'order.delayed' as const, data: { delayS: 120, reason: 'busy' } }];
  const set = { kitchen: aKitchen(wokAndPot(), { delayS: 120 }), promise: null, promisedAt: after(960) };
  expect(deeds.delay(order, { delayS: 120, reason: 'busy' })).toEqual(plan({ set, facts }));
});
