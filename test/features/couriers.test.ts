/** Couriers on the real product: shifts, readings of a phone that was offline, places nobody can believe, silence. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { system } from '../../server/contract/common.ts';
import { type Person, startTown, type Town } from '../support/town.ts';

let town: Town;
let number = 0;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

const start = { lng: 121.47, lat: 31.24 };
/** So many metres north of the start. */
const northM = (meters: number) => ({ lng: start.lng, lat: start.lat + meters / 111_195 });
const at = (seconds: number) => new Date(town.clock.now().getTime() + seconds * 1000).toISOString();

async function hire(): Promise<Person> {
  const id = `rider-${++number}`;
  const profile = {
    name: id,
    phone: '13800000001',
    vehicle: 'ebike' as const,
    capacityItems: 10,
    skills: [],
    region: 'north',
    active: true,
  };
  await town.app.couriers.create(id, profile, system);
  const { token } = await town.app.access.issueFor({ kind: 'courier', role: 'courier', id, outletIds: ['north'] });
  return { id, token, role: 'courier' };
}
async function onShift(): Promise<Person> {
  const courier = await hire();
  await town.ask('POST', `/couriers/${courier.id}/shifts/start`, {
    as: courier,
    body: { plannedEndAt: at(4 * 3600), point: start },
  });
  await town.settled();
  return courier;
}
const read = (courier: Person, positions: { point: object; at: string }[]) =>
  town.ask('POST', `/couriers/${courier.id}/positions`, { as: courier, body: { positions } }).then(({ body }) => body);
const state = (courier: Person) => town.app.couriers.get(courier.id);

test('a shift begins once, however often it is said, and ends when the box is empty', async () => {
  const courier = await onShift();
  const { version } = await state(courier);
  await town.ask('POST', `/couriers/${courier.id}/shifts/start`, { as: courier, body: { plannedEndAt: at(3600) } });
  expect((await state(courier)).version).toBe(version);
  await town.ask('POST', `/couriers/${courier.id}/shifts/end`, { as: courier });
  await town.pass(30);
  expect(await state(courier)).toMatchObject({ status: 'off', point: null });
});

test('a shift that ends before it begins is refused, and an overrun one is ended by the clock', async () => {
  const courier = await hire();
  const body = { plannedEndAt: at(-60), point: start };
  expect((await town.ask('POST', `/couriers/${courier.id}/shifts/start`, { as: courier, body })).status).toBe(400);
  await town.ask('POST', `/couriers/${courier.id}/shifts/start`, {
    as: courier,
    body: { ...body, plannedEndAt: at(600) },
  });
  await town.pass(600 + 11 * 60);
  await town.pass(30);
  expect((await state(courier)).status).toBe('off');
});

test('readings gathered offline count with their own instants, the newest is where the courier is', async () => {
  const courier = await onShift();
  town.clock.turn(60);
  const answer = await read(
    courier,
    [15, 30, 45, 60].map(seconds => ({ point: northM(seconds * 4), at: at(seconds - 60) })),
  );
  expect(answer).toEqual({ accepted: 4, refused: 0, refusals: [] });
  expect(town.app.couriers.position(courier.id)?.point.lat).toBeCloseTo(northM(240).lat, 6);
});

test('a reading older than the last, one from the future and a jump nobody can ride are refused, named and counted', async () => {
  const courier = await onShift();
  town.clock.turn(60);
  await read(courier, [{ point: northM(100), at: at(0) }]);
  const answer = await read(courier, [
    { point: northM(50), at: at(-30) },
    { point: northM(120), at: at(3600) },
    { point: northM(60_000), at: at(1) },
  ]);
  expect(answer).toMatchObject({
    accepted: 0,
    refused: 3,
    refusals: [{ reason: 'out_of_order' }, { reason: 'in_future' }, { reason: 'impossible_jump' }],
  });
  expect(town.app.couriers.position(courier.id)?.point.lat).toBeCloseTo(northM(100).lat, 6);
});

test('a reading without a place is refused by its path', async () => {
  const courier = await onShift();
  expect(await read(courier, [{ point: { lng: 999, lat: 1 }, at: at(0) }])).toMatchObject({
    error: { code: 'invalid', issues: [{ path: 'body.positions.0.point.lng' }] },
  });
});

test('who is stuck says so, takes nothing, and goes on when the trouble is over', async () => {
  const courier = await onShift();
  const trouble = { kind: 'vehicle', reason: 'Flat tyre', stuck: true };
  await town.ask('POST', `/couriers/${courier.id}/trouble`, { as: courier, body: trouble });
  expect(town.app.couriers.mayTakeWork(await state(courier))).toBe(false);
  await town.ask('POST', `/couriers/${courier.id}/trouble/resolve`, { as: courier, body: { reason: 'Mended' } });
  expect(town.app.couriers.mayTakeWork(await state(courier))).toBe(true);
});

test('a break ends by itself or when the courier says so, and is none of anybody off shift', async () => {
  const courier = await onShift();
  const pause = (what: 'start' | 'end', body?: object) =>
    town.ask('POST', `/couriers/${courier.id}/breaks/${what}`, { as: courier, ...(body ? { body } : {}) });
  expect(await pause('start', { minutes: 0 })).toMatchObject({ status: 400 });
  const { body } = await pause('start', { minutes: 10 });
  expect(body).toMatchObject({ can: expect.arrayContaining(['end_break']) });
  expect(town.app.couriers.mayTakeWork(await state(courier))).toBe(false);
  await town.pass(9 * 60);
  expect(town.app.couriers.mayTakeWork(await state(courier))).toBe(false);
  await town.pass(2 * 60);
  expect(town.app.couriers.mayTakeWork(await state(courier))).toBe(true);
  await pause('start', { minutes: 10 });
  expect(await pause('end')).toMatchObject({ body: { breakUntil: null } });
  await town.ask('POST', `/couriers/${courier.id}/shifts/end`, { as: courier });
  expect(await pause('start', { minutes: 10 })).toMatchObject({ status: 409 });
});

test('where a courier is off duty nobody is told', async () => {
  const courier = await onShift();
  await town.ask('POST', `/couriers/${courier.id}/shifts/end`, { as: courier });
  await town.pass(30);
  const { body } = await town.ask('GET', '/couriers?region=north', { as: town.chain.dispatcher });
  const seen = (body as { couriers: { id: string; point: unknown }[] }).couriers.find(({ id }) => id === courier.id);
  expect(seen).toMatchObject({ point: null });
});

test("off duty nobody is told a courier's place, and the next shift begins without yesterday's", async () => {
  const courier = await onShift();
  await read(courier, [{ point: northM(60), at: at(1) }]);
  const place = () =>
    town.ask('GET', `/couriers/${courier.id}/position`, { as: town.chain.dispatcher }).then(({ body }) => body);
  expect(await place()).toMatchObject({ point: northM(60) });
  await town.ask('POST', `/couriers/${courier.id}/shifts/end`, { as: courier });
  await town.pass(30);
  const none = { point: null, pointAt: null, ageS: null };
  expect([(await state(courier)).status, await place()]).toEqual(['off', none]);
  await town.pass(14 * 3600);
  await town.ask('POST', `/couriers/${courier.id}/shifts/start`, { as: courier, body: { plannedEndAt: at(3600) } });
  expect([await place(), town.app.couriers.position(courier.id)]).toEqual([none, null]);
});

const again = (courier: Person, body: object) =>
  town.ask('POST', `/couriers/${courier.id}/shifts/start`, {
    as: courier,
    body: { plannedEndAt: at(5 * 3600), ...body },
  });

async function jumpsRefused(): Promise<number> {
  const { values } = await town.kit.metrics.getSingleMetric('huidan_positions_refused_total')!.get();
  return values.find(({ labels }) => labels.reason === 'impossible_jump')?.value ?? 0;
}

test('saying again that a shift begins takes a courier nowhere: the place is a reading like any other', async () => {
  const courier = await onShift();
  town.clock.turn(60);
  const before = await jumpsRefused();
  await again(courier, { point: northM(60_000) });
  expect([town.app.couriers.position(courier.id)?.point, await jumpsRefused()]).toEqual([start, before + 1]);
  await again(courier, { point: northM(200) });
  expect(town.app.couriers.position(courier.id)?.point).toEqual(northM(200));
});

test('who is taken back before the box is empty goes on with the same shift from the same place, to another end', async () => {
  const courier = await onShift();
  const { shift } = await state(courier);
  const leg = { status: 'to_drop_off', courierId: courier.id, etaAt: null } as const;
  await town.app.orders.change(town.orders.north.id, () => ({ set: { status: 'collected', leg }, facts: [] }));
  await town.settled();
  await town.ask('POST', `/couriers/${courier.id}/shifts/end`, { as: courier });
  await town.settled();
  expect((await state(courier)).status).toBe('leaving');
  town.clock.turn(60);
  await again(courier, { point: northM(60_000) });
  const plannedEndAt = new Date(at(5 * 3600));
  expect(await state(courier)).toMatchObject({ status: 'on', shift: { ...shift, plannedEndAt, endedAt: null } });
  expect(town.app.couriers.position(courier.id)?.point).toEqual(start);
});

test('where a courier was before the shift began does not count', async () => {
  const courier = await hire();
  await town.ask('POST', `/couriers/${courier.id}/shifts/start`, { as: courier, body: { plannedEndAt: at(3600) } });
  const answer = await read(courier, [
    { point: northM(9000), at: at(-3600) },
    { point: northM(10), at: at(-30) },
  ]);
  expect(answer).toMatchObject({ accepted: 1, refusals: [{ index: 0, reason: 'too_old' }] });
});

test('a courier who is no longer active takes nothing new, and cannot come back', async () => {
  const courier = await onShift();
  await town.ask('PATCH', `/couriers/${courier.id}`, { as: town.chain.head_office, body: { active: false } });
  expect(town.app.couriers.mayTakeWork(await state(courier))).toBe(false);
  await town.pass(30);
  expect((await state(courier)).status).toBe('off');
  expect((await again(courier, {})).status).toBe(409);
});

test('trouble is for those on duty, and the same trouble told twice is one', async () => {
  const off = await hire();
  const courier = await onShift();
  const tell = (who: Person, body: object) => town.ask('POST', `/couriers/${who.id}/trouble`, { as: who, body });
  const trouble = { kind: 'vehicle', reason: 'Flat tyre', stuck: true };
  expect(await tell(off, trouble)).toMatchObject({ status: 409, body: { error: { about: { status: 'off' } } } });
  await tell(courier, trouble);
  const { version } = await state(courier);
  await tell(courier, trouble);
  expect((await state(courier)).version).toBe(version);
  await tell(courier, { ...trouble, stuck: false });
  expect(town.app.couriers.mayTakeWork(await state(courier))).toBe(true);
});

test('who is near follows every reading, and nobody is anywhere off duty', async () => {
  const [near, far] = [await onShift(), await onShift()];
  const ours = () => [...town.app.couriers.nearest(start)].filter(id => id === near.id || id === far.id);
  town.clock.turn(120);
  await read(far, [{ point: northM(600), at: at(0) }]);
  expect(ours()).toEqual([near.id, far.id]);
  town.clock.turn(120);
  await read(near, [{ point: northM(900), at: at(0) }]);
  expect(ours()).toEqual([far.id, near.id]);
  await town.ask('POST', `/couriers/${far.id}/shifts/end`, { as: far });
  await town.pass(30);
  expect((await state(far)).status).toBe('off');
  expect(ours()).toEqual([near.id]);
});
