/** Outlets on the real store: who gets an order, raced last portions, closing, transfers, and the clock's second try. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { allWeek, away } from '../rules/outlets.kit.ts';
import { kitchen, noon, staff } from './orders.kit.ts';
import { type OutletsHouse, openOutlets } from './outlets.house.ts';

let house: OutletsHouse;
beforeEach(async () => {
  house = await openOutlets();
});
afterEach(() => house.close());

const one = { dishId: 'noodles', name: 'Noodles', quantity: 1, options: [] };
const now = (id: string) => house.orders.need(id);
const names = async (id: string) => (await now(id)).log.map(fact => fact.name);
const holds = (outletId: string) => Object.keys(house.catalog.boards.peek(outletId)?.holds ?? {});

test('an order gets the nearest outlet, a number of its day, a promise and tickets before it is stored', async () => {
  await house.outlet('near', { point: away(500) });
  await house.outlet('far', { point: away(2000) });
  const order = await house.place({
    lines: [one, { dishId: 'soup', name: 'Soup', quantity: 1, options: [] }],
  });
  expect(order).toMatchObject({
    status: 'assigned',
    outletId: 'near',
    number: '0001',
    businessDay: '2030-01-07',
    version: 1,
  });
  expect(order.promise).toMatchObject({ at: noon, queueS: 0, cookS: 300, bufferS: 300 });
  const stations = order.kitchen!.stations.map(({ station, startAt }) => [station, startAt.getTime() - noon.getTime()]);
  expect(stations).toEqual([
    ['wok', 0],
    ['pot', 180_000],
  ]);
  expect(order.decision).toMatchObject({ kind: 'assigned', outletId: 'near' });
  expect(order.decision!.candidates.map(({ outletId }) => outletId)).toEqual(['near', 'far']);
  expect(await names(order.id)).toEqual(['order.placed', 'order.queued', 'order.assigned', 'order.promised']);
  expect(await now(order.id)).toEqual(order);
  expect((await house.place({ externalId: 'x2' })).number).toBe('0002');
});

test('the same order again keeps its place and its number', async () => {
  await house.outlet('north');
  const first = await house.admit();
  const again = await house.admit();
  expect([again.outletId, again.number]).toEqual([first.outletId, first.number]);
  expect(holds('north')).toEqual([first.id]);
});

test('two orders race for the last portion: each outlet with one sells one', async () => {
  for (const id of ['near', 'far']) await house.outlet(id, { point: away(id === 'near' ? 100 : 2000) });
  for (const id of ['near', 'far']) await house.catalog.boards.setStock(id, 'noodles', 1);
  const both = await Promise.all(['a', 'b'].map(externalId => house.place({ externalId, lines: [one] })));
  expect(both.map(order => order.outletId).sort()).toEqual(['far', 'near']);
  const second = both.find(order => order.outletId === 'far')!;
  expect(second.decision!.candidates.find(({ outletId }) => outletId === 'near')?.rejected).toMatch(
    /^sold_out: noodles/,
  );
});

test('two orders race for the only portion: one has it, the other waits and says why', async () => {
  await house.outlet('north');
  await house.catalog.boards.setStock('north', 'noodles', 1);
  const both = await Promise.all(['a', 'b'].map(externalId => house.place({ externalId, lines: [one] })));
  expect(both.map(order => order.status).sort()).toEqual(['assigned', 'queued']);
  const waits = both.find(order => order.status === 'queued')!;
  expect(waits.decision).toMatchObject({ kind: 'waiting', outletId: null });
  expect(waits.decision!.reason).toMatch(/^sold_out: noodles/);
  expect(waits.log.at(-1)).toMatchObject({ name: 'order.waiting' });
});

test('fifty orders at once never pass what the kitchens can cook, and none is lost', async () => {
  const stations = { wok: { parallel: 1 } };
  for (const [i, id] of ['a', 'b', 'c'].entries()) await house.outlet(id, { point: away(i * 400), stations });
  const placed = await Promise.all(
    Array.from({ length: 50 }, (_, i) => house.place({ externalId: `x${i}`, lines: [one] })),
  );
  for (const id of ['a', 'b', 'c']) expect(placed.filter(({ outletId }) => outletId === id)).toHaveLength(6);
  expect(placed.filter(({ status }) => status === 'queued')).toHaveLength(32);
  const numbers = placed.filter(({ outletId }) => outletId === 'a').map(({ number }) => number);
  expect(new Set(numbers).size).toBe(6);
});

test('an order that waited is assigned by the clock as soon as there is a place again', async () => {
  await house.outlet('north');
  await house.catalog.boards.soldOut('north', 'noodles', null);
  const order = await house.place();
  expect(order.status).toBe('queued');
  await house.pass(31);
  expect(await now(order.id)).toMatchObject({ status: 'queued' });
  await house.catalog.boards.restore('north', 'noodles');
  await house.pass(31);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', outletId: 'north', number: '0001' });
  expect((await names(order.id)).filter(name => name === 'order.waiting')).toHaveLength(1);
});

test('an order that names its outlet goes there or waits; it is never sent elsewhere', async () => {
  await house.outlet('north', { point: away(100) });
  await house.outlet('south', { point: away(1500) });
  expect((await house.place({ outletId: 'south' })).outletId).toBe('south');
  await house.outlets.close('south', { reason: 'the gas is off', until: null });
  const waits = await house.place({ externalId: 'x2', outletId: 'south' });
  expect(waits).toMatchObject({ status: 'queued', outletId: 'south', outletNamed: true });
  expect(waits.decision!.reason).toBe('closed: the gas is off');
  expect((await house.place({ externalId: 'x3', outletId: 'nowhere' })).decision!.reason).toBe('unknown_outlet');
});

test('what a platform has sold at an outlet is cooked there, and somebody is told what is short', async () => {
  await house.outlet('north', {
    shops: [{ channel: 'meituan', shopId: 'shop-1' }],
    stations: { wok: { parallel: 1 } },
  });
  await house.catalog.boards.setStock('north', 'noodles', 0);
  const order = await house.place({
    channel: 'meituan',
    shopId: 'shop-1',
    deliveredBy: 'platform',
    lines: [{ ...one, quantity: 99 }],
  });
  expect(order).toMatchObject({ status: 'assigned', outletId: 'north', outletNamed: true, alarms: ['short'] });
  expect(house.outlets.byShop('meituan', 'shop-1')?.id).toBe('north');
  expect(house.outlets.byShop('meituan', 'shop-2')).toBeNull();
});

test('an order for the evening is cooked for its time and does not burden noon', async () => {
  await house.outlet('north', { stations: { wok: { parallel: 1 } } });
  const wantedAt = new Date(noon.getTime() + 6 * 3_600_000);
  const order = await house.place({ wantedAt });
  expect(order.status).toBe('placed');
  await house.pass(5 * 3600);
  const assigned = await now(order.id);
  expect(assigned).toMatchObject({ status: 'assigned', promisedAt: wantedAt });
  expect(assigned.kitchen!.stations[0]!.startAt.getTime()).toBe(assigned.promise!.at.getTime());
});

test('a closed outlet gives away what nobody there has accepted, keeps what is accepted, and opens again by itself', async () => {
  await house.outlet('north', { point: away(100) });
  await house.outlet('south', { point: away(1500) });
  const [taken, kept, fetched] = [
    await house.place(),
    await house.place({ externalId: 'x2' }),
    await house.place({ externalId: 'x3', outletId: 'north', kind: 'pickup', deliveredBy: 'none' }),
  ];
  await house.orders.move(kept.id, 'accepted', { actor: kitchen });
  const until = new Date(noon.getTime() + 1800_000);
  await house.outlets.close('north', { reason: 'too many', until, actor: staff });
  expect(await now(taken.id)).toMatchObject({ status: 'assigned', outletId: 'south', number: '0001' });
  expect((await now(taken.id)).log.find(fact => fact.data.from === 'north')).toMatchObject({
    name: 'order.assigned',
    cause: 'too many',
  });
  expect(await now(kept.id)).toMatchObject({ status: 'accepted', outletId: 'north' });
  expect(await now(fetched.id)).toMatchObject({ outletId: 'north', alarms: ['outlet_closed'] });
  expect(holds('north').sort()).toEqual([kept.id, fetched.id].sort());
  expect(house.outlets.isOpen('north', noon)).toBe(false);
  await house.pass(1801);
  expect(house.outlets.get('north')).toMatchObject({ open: { isOpen: true, reason: null, until: null } });
  expect(house.outlets.get('north')!.log.map(fact => fact.name)).toEqual([
    'outlet.changed',
    'outlet.closed',
    'outlet.opened',
  ]);
});

test('the last outlet closes: its orders wait in the queue and are cooked when it opens', async () => {
  await house.outlet('north', { shops: [{ channel: 'app', shopId: 'chain' }] });
  const order = await house.place();
  await house.outlets.close('north', { reason: 'no power', until: null });
  expect(await now(order.id)).toMatchObject({ status: 'queued', outletId: null, number: null, kitchen: null });
  expect(holds('north')).toEqual([]);
  await house.outlets.open('north');
  await house.pass(31);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', outletId: 'north' });
});

test('a transfer holds the new place first; without one the order stays where it is', async () => {
  await house.outlet('north', { point: away(100) });
  const order = await house.place();
  const ask = { actor: staff, reason: 'the outlet refuses' };
  await expect(house.outlets.transfer(order.id, ask)).rejects.toMatchObject({ code: 'conflict' });
  expect(holds('north')).toEqual([order.id]);
  await house.outlet('south', { point: away(1500) });
  const moved = await house.outlets.transfer(order.id, ask);
  expect(moved).toMatchObject({ status: 'assigned', outletId: 'south' });
  expect(moved.decision!.candidates.find(({ outletId }) => outletId === 'north')?.rejected).toBe(
    'refused: the outlet refuses',
  );
  expect([holds('north'), holds('south')]).toEqual([[], [order.id]]);
  expect((await house.outlets.transfer(order.id, { ...ask, toOutletId: 'north' })).outletId).toBe('north');
  expect([holds('north'), holds('south')]).toEqual([[order.id], []]);
  await house.orders.move(order.id, 'cooking');
  await expect(house.outlets.transfer(order.id, ask)).rejects.toMatchObject({ code: 'conflict' });
});

test('a transfer that loses to a cancel gives back what it held', async () => {
  await house.outlet('north', { point: away(100) });
  await house.outlet('south', { point: away(1500) });
  const order = await house.place();
  const [moved, cancelled] = await Promise.allSettled([
    house.outlets.transfer(order.id, { reason: 'overrun' }),
    house.orders.move(order.id, 'cancelled', { reason: 'changed their mind' }),
  ]);
  await house.settled();
  expect([moved.status, cancelled.status]).toContain('fulfilled');
  expect((await now(order.id)).status).toBe('cancelled');
  expect([holds('north'), holds('south')]).toEqual([[], []]);
});

test('a quote says who would cook it and for when, and holds nothing', async () => {
  await house.outlet('north');
  const lines = house.catalog.linesOf([one], 'app');
  const ask = { kind: 'delivery' as const, channel: 'app', point: away(1000), at: null, lines };
  const quote = await house.outlets.quote(ask);
  expect(quote.best).toMatchObject({ outletId: 'north', cookS: 300, queueS: 0 });
  expect((await house.outlets.quote({ ...ask, point: away(90_000) })).reason).toBe('out_of_zone');
  expect(holds('north')).toEqual([]);
});

test('a shop of a channel belongs to one outlet, and a closing time that has passed is refused', async () => {
  const shops = [{ channel: 'meituan', shopId: 'shop-1' }];
  await house.outlet('north', { shops });
  await expect(house.outlet('south', { shops })).rejects.toMatchObject({ code: 'conflict' });
  await expect(house.outlets.close('north', { reason: 'late', until: noon })).rejects.toMatchObject({
    code: 'invalid',
  });
});

test('another process hears of an outlet through the store, hours included', async () => {
  await house.outlet('north', {
    hours: { weekly: [{ weekdays: allWeek, from: '18:00', to: '22:00' }], exceptions: [] },
  });
  expect(house.outlets.isOpen('north', noon)).toBe(false);
  await house.outlet('north');
  expect(house.outlets.isOpen('north', noon)).toBe(true);
  expect(house.outlets.get('north')!.version).toBe(2);
});

test('a basket that no kitchen could cook within its half hour has an idle one, and not a busy one', async () => {
  await house.outlet('north', { stations: { wok: { parallel: 1 } } });
  const feast = [{ ...one, quantity: 30 }];
  const wantedAt = new Date(noon.getTime() + 48 * 3_600_000);
  const asked = { kind: 'pickup', channel: 'app', point: null, outletId: 'north', at: wantedAt } as const;
  const lines = house.catalog.linesOf(feast, 'app');
  expect((await house.outlets.quote({ ...asked, lines })).best).toMatchObject({ outletId: 'north' });
  expect(await house.place({ externalId: 'feast', lines: feast })).toMatchObject({ status: 'assigned' });
  const second = await house.place({ externalId: 'second', lines: feast });
  expect([second.status, second.decision?.reason]).toEqual(['queued', 'kitchen_full']);
});

test('an outlet that does not sell one of the dishes is left out of the choice, and the record says why', async () => {
  for (const id of ['near', 'far']) await house.outlet(id, { point: away(id === 'near' ? 100 : 2000) });
  await house.catalog.menus.setOutlet('near', { prices: {}, off: ['soup'] });
  const soup = { dishId: 'soup', name: 'Soup', quantity: 1, options: [] };
  const order = await house.place({ lines: [one, soup] });
  expect(order.outletId).toBe('far');
  expect(order.decision!.candidates.find(({ outletId }) => outletId === 'near')?.rejected).toBe('sold_out: soup');
  expect((await house.place({ externalId: 'x2', lines: [one] })).outletId).toBe('near');
});
