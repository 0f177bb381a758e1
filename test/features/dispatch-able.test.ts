/** Who may be given what: skills that dishes ask for, and couriers on a break. */
import { afterEach, expect, test } from '@jest/globals';
import { MenuBody } from '../../server/contract/catalog.ts';
import { system } from '../../server/contract/common.ts';
import { far, type North, near, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

test('a dish that asks for a skill rides only with who has it', async () => {
  house = await openNorth({ planner: planner() });
  const { app, chain } = house.town;
  const menu = MenuBody.parse({
    categories: [{ id: 'mains', name: 'Mains' }],
    fees: { packagingFen: 0, deliveryFen: 0 },
    dishes: [{ id: 'noodles', name: 'Rice wine', categoryId: 'mains', priceFen: 2000, skills: ['alcohol'] }],
  });
  await app.catalog.setMenu(menu, system);
  const here = await house.onShift('courier-north', { point: near });
  const away = await house.onShift('courier-able', { point: far });
  const id = await house.order();
  await house.plan();
  expect([await house.stops(here.id), await house.stops(away.id)]).toEqual([[], []]);
  expect((await house.region()).plan?.unplanned).toEqual([id]);
  await house.must(chain.dispatcher, 'PATCH', `/couriers/${away.id}`, { skills: ['alcohol'] });
  await house.plan();
  expect([await house.stops(here.id), await house.stops(away.id)]).toEqual([[], [`collect ${id}`, `deliver ${id}`]]);
});

test('on a break nothing new comes and what is not in the box goes to others; afterwards work comes again', async () => {
  house = await openNorth({ planner: planner() });
  const one = await house.onShift('courier-north', { point: near });
  const boxed = await house.order();
  const open = await house.order();
  await house.plan();
  await house.say(one, 'arrive', boxed);
  await house.say(one, 'collect', boxed);
  expect(await house.stops(one.id)).toContain(`collect ${open}`);
  await house.must(one, 'POST', `/couriers/${one.id}/breaks/start`, { minutes: 10 });
  expect(await house.stops(one.id)).toEqual([`deliver ${boxed}`]);
  const other = await house.onShift('courier-other', { point: far });
  await house.plan();
  expect(await house.stops(other.id)).toEqual([`collect ${open}`, `deliver ${open}`]);
  await house.say(one, 'deliver', boxed);
  await house.must(other, 'POST', `/couriers/${other.id}/shifts/end`);
  await house.plan();
  expect(await house.stops(one.id)).toEqual([]);
  await house.must(one, 'POST', `/couriers/${one.id}/breaks/end`);
  await house.plan();
  expect(await house.stops(one.id)).toEqual([`collect ${open}`, `deliver ${open}`]);
});

test('a courier who rides in another region from now on takes the route along', async () => {
  house = await openNorth({ planner: planner() });
  const { chain } = house.town;
  const courier = await house.onShift('courier-north');
  const id = await house.order();
  await house.plan();
  const mapped = async (region: string) => {
    const at = await house.must<{ routes: { id: string }[] }>(
      chain.dispatcher,
      'GET',
      `/dispatch/plan?region=${region}`,
    );
    return at.routes.map(route => route.id);
  };
  expect([await mapped('north'), await mapped('east')]).toEqual([[courier.id], []]);
  await house.must(chain.dispatcher, 'PATCH', `/couriers/${courier.id}`, { region: 'east' });
  expect([await mapped('north'), await mapped('east')]).toEqual([[], [courier.id]]);
  expect(await house.stops(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
});
