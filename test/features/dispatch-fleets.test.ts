/** Other fleets: asked when ours would cost more, booked once, followed to the door, given up when the order is over. */
import { afterEach, expect, test } from '@jest/globals';
import { MenuBody } from '../../server/contract/catalog.ts';
import { system } from '../../server/contract/common.ts';
import type { Decision } from '../../server/contract/decisions.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { FleetProvider, FleetState } from '../../server/features/dispatch/fleets/provider.ts';
import { ordersSpec } from '../../server/features/orders/index.ts';
import { type North, near, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

/** A fleet that does what the test says, and remembers what it was told. */
function fleet(over: Partial<FleetProvider> = {}) {
  const said: string[] = [];
  const states = new Map<string, FleetState>();
  const provider: FleetProvider = {
    ...{ name: 'swift', notice: null, skills: [] },
    quote: async () => ({ priceFen: 900, pickupS: 300 }),
    async book({ key }) {
      said.push('book');
      states.set(key, 'booked');
      return `ride-${key.slice(0, 4)}`;
    },
    state: async key => states.get(key) ?? 'failed',
    async cancel() {
      said.push('cancel');
    },
    ...over,
  };
  return { provider, said, says: (key: string, state: FleetState) => void states.set(key, state) };
}
const open = async (provider: FleetProvider, fleetFenPerMin: number | null = 100) => {
  house = await openNorth({ planner: planner(), fleets: [provider] });
  const body = { fleetFenPerMin };
  await house.must(house.town.chain.head_office, 'PUT', '/dispatch/regions/north/wishes', body);
};
const stored = async (id: string) => (await house.town.kit.db.of(ordersSpec).get(id))!;
const round = () => house.town.pass(61);
const decisions = async () => {
  const { dispatcher } = house.town.chain;
  const path = '/dispatch/decisions?region=north';
  return (await house.must<{ decisions: Wire<Decision>[] }>(dispatcher, 'GET', path)).decisions;
};

/** Somebody is on shift, and may not take the order. */
const nobodyCan = async (id: string) => {
  const courier = await house.onShift('courier-north', { point: near });
  await house.must(house.town.chain.dispatcher, 'POST', `/dispatch/orders/${id}/ban`, {
    courierId: courier.id,
    reason: 'Not this one',
  });
};

test('what none of ours can carry is booked once and followed to the door', async () => {
  const swift = fleet();
  await open(swift.provider);
  const id = await house.order();
  await nobodyCan(id);
  await round();
  expect((await stored(id)).leg).toMatchObject({
    ...{ status: 'planned', courierId: null },
    fleet: { name: 'swift', state: 'booked', priceFen: 900, ref: `ride-${id.slice(0, 4)}` },
  });
  await round();
  expect(swift.said).toEqual(['book']);
  swift.says(id, 'collected');
  await round();
  expect(await stored(id)).toMatchObject({ status: 'collected', leg: { status: 'to_drop_off' } });
  swift.says(id, 'delivered');
  await round();
  expect(await stored(id)).toMatchObject({ status: 'delivered', leg: { status: 'delivered' } });
  expect((await decisions())[0]).toMatchObject({ orderId: id, courierId: 'fleet:swift' });
});

test('a courier of ours who costs less goes first, and without a price for waiting no fleet is asked', async () => {
  const swift = fleet();
  await open(swift.provider, null);
  const id = await house.order();
  await nobodyCan(id);
  await round();
  expect(swift.said).toEqual([]);
  await house.must(house.town.chain.head_office, 'PUT', '/dispatch/regions/north/wishes', { fleetFenPerMin: 1 });
  const helper = await house.onShift('courier-free', { point: near });
  await round();
  expect(swift.said).toEqual([]);
  expect(await house.stops(helper.id)).toContain(`collect ${id}`);
});

test('a ride that the fleet gives up comes back to ours', async () => {
  const swift = fleet();
  await open(swift.provider);
  const id = await house.order();
  await nobodyCan(id);
  await round();
  swift.says(id, 'failed');
  const helper = await house.onShift('courier-free', { point: near });
  await round();
  expect((await stored(id)).leg).not.toHaveProperty('fleet');
  expect(await house.stops(helper.id)).toContain(`collect ${id}`);
});

test('an order that is cancelled is cancelled with the fleet; a fleet that does not answer is asked again under the same key', async () => {
  let deaf = true;
  const swift = fleet();
  const keys: string[] = [];
  await open({
    ...swift.provider,
    async book(ask) {
      keys.push(ask.key);
      if (deaf) throw new Error('nobody answers');
      return swift.provider.book(ask);
    },
  });
  const id = await house.order();
  await nobodyCan(id);
  await round();
  expect((await stored(id)).leg?.fleet).toMatchObject({ state: 'asked', ref: null });
  deaf = false;
  await round();
  expect((await stored(id)).leg?.fleet).toMatchObject({ state: 'booked' });
  expect(new Set(keys)).toEqual(new Set([id]));
  const byFleet = (await decisions()).filter(({ courierId }) => courierId === 'fleet:swift');
  expect(byFleet.map(({ orderId }) => orderId)).toEqual([id]);
  await house.town.app.orders.move(id, 'cancelled', { reason: 'Changed my mind' });
  await round();
  expect(swift.said.at(-1)).toBe('cancel');
  expect((await stored(id)).leg).not.toHaveProperty('fleet');
});

const never = () => new Promise<never>(() => undefined);
const isPlanned = (id: string) => [`collect ${id}`, `deliver ${id}`];

test('a fleet that hangs holds up neither plans nor the rides of others', async () => {
  const swift = fleet();
  let hangs = false;
  const asked: string[] = [];
  await open({
    ...swift.provider,
    waitMs: 40,
    async quote(ask) {
      asked.push(ask.key);
      return hangs ? never() : swift.provider.quote(ask);
    },
    state: async key => (key === asked[0] && hangs ? never() : swift.provider.state(key)),
  });
  const courier = await house.onShift('courier-north', { point: near });
  const notHis = async () => {
    const id = await house.order({ deeds: [] });
    await house.must(house.town.chain.dispatcher, 'POST', `/dispatch/orders/${id}/ban`, {
      courierId: courier.id,
      reason: 'Not this one',
    });
    for (const deed of ['accept', 'start', 'ready'])
      await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/${deed}`);
    return id;
  };
  await notHis();
  await notHis();
  await round();
  expect(swift.said).toEqual(['book', 'book']);
  hangs = true;
  const third = await notHis();
  for (const id of asked) swift.says(id, 'collected');
  await round();
  expect(asked[2]).toBe(third);
  expect((await stored(asked[0]!)).status).toBe('ready');
  expect((await stored(asked[1]!)).status).toBe('collected');
  const helper = await house.onShift('courier-free', { point: near });
  await round();
  expect(await house.stops(helper.id)).toEqual(isPlanned(third));
});

test('an order that a fleet says neither yes nor no to is ours again after three minutes', async () => {
  const swift = fleet();
  await open({ ...swift.provider, waitMs: 20, book: never, cancel: never });
  const id = await house.order();
  await nobodyCan(id);
  await round();
  const helper = await house.onShift('courier-free', { point: near });
  await round();
  expect(await house.stops(helper.id)).toEqual([]);
  await round();
  await round();
  await round();
  expect((await stored(id)).leg).not.toHaveProperty('fleet');
  expect(await house.stops(helper.id)).toEqual(isPlanned(id));
});

test('an order whose dishes ask for a skill is offered only to a fleet that has it, whatever the others cost', async () => {
  const asked: string[] = [];
  const hears = (name: string, skills: string[]) => {
    const { provider } = fleet({ name, skills });
    const quote: FleetProvider['quote'] = async ask => {
      asked.push(`${name} ${ask.skills.join()}`);
      return provider.quote(ask);
    };
    return { ...provider, quote };
  };
  house = await openNorth({ planner: planner(), fleets: [hears('cheap', []), hears('able', ['alcohol', 'cold_box'])] });
  const { app, chain } = house.town;
  await house.must(chain.head_office, 'PUT', '/dispatch/regions/north/wishes', { fleetFenPerMin: 100 });
  await app.catalog.setMenu(
    MenuBody.parse({
      categories: [{ id: 'mains', name: 'Mains' }],
      fees: { packagingFen: 0, deliveryFen: 0 },
      dishes: [{ id: 'noodles', name: 'Rice wine', categoryId: 'mains', priceFen: 2000, skills: ['alcohol'] }],
    }),
    system,
  );
  const id = await house.order();
  await nobodyCan(id);
  await round();
  expect(asked).toEqual(['able alcohol']);
  expect((await stored(id)).leg?.fleet).toMatchObject({ name: 'able', state: 'booked' });
});
