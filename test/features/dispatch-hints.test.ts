/** A hint ends after its twenty minutes, whatever its courier does meanwhile. */
import { afterEach, expect, test } from '@jest/globals';
import { routesSpec } from '../../server/features/dispatch/store.ts';
import { change } from '../../server/infra/aggregate.ts';
import { type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

/** A courier who was asked to wait elsewhere just now. */
async function asked() {
  const { app, kit } = house.town;
  const courier = await house.onShift('courier-north');
  await app.dispatch.routeOf(courier.id);
  const at = kit.clock.now();
  const point = { lng: 121.49, lat: 31.24 };
  const hint = { outletId: 'north', name: 'North', point, reason: 'lunch', at, answer: null };
  await change(kit.db.of(routesSpec), courier.id, { decide: () => ({ set: { hint }, facts: [] }), stamp: { at } });
  await house.town.settled();
  return courier;
}
const kept = async (id: string) => (await house.town.kit.db.of(routesSpec).get(id))?.hint;
const pass = async (minutes: number) => {
  for (let i = 0; i < minutes; i++) await house.town.pass(60);
};

test('on a break', async () => {
  house = await openNorth({ planner: planner() });
  const courier = await asked();
  await house.must(courier, 'POST', `/couriers/${courier.id}/breaks/start`, { minutes: 60 });
  await pass(15);
  expect(await kept(courier.id)).toMatchObject({ name: 'North' });
  await pass(7);
  expect(await kept(courier.id)).toBeNull();
  const body = { answer: 'accepted' };
  const late = await house.town.ask('POST', `/couriers/${courier.id}/hint`, { as: courier, body });
  expect(late.status).toBe(409);
});

test('where hints have been turned off since', async () => {
  house = await openNorth({ planner: planner(), env: { HUIDAN_POSITIONS: 'false' } });
  const courier = await asked();
  await pass(22);
  expect(await kept(courier.id)).toBeNull();
});
