/** Food that is on its way when its courier, or its outlet, goes to another region. */
import { afterEach, expect, test } from '@jest/globals';
import { routesSpec } from '../../server/features/dispatch/store.ts';
import { outlet } from '../support/town.ts';
import { type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

const setOutlet = (id: string, region: string) =>
  house.town.app.outlets.set(id, {
    ...outlet('north'),
    ...(id === 'north' ? {} : { name: id, point: { lng: 121.471, lat: 31.241 }, shops: [] }),
    region,
  });
const plan = async (region: string) => {
  await house.town.app.dispatch.replan(region);
  await house.town.settled();
};
/** How often the courier was told of another route. */
const told = async (courierId: string) => {
  const route = await house.town.kit.db.of(routesSpec).get(courierId);
  return route?.log.filter(({ name }) => name === 'route.changed').length;
};
/** A courier with two orders in the box and one still to collect. */
async function loaded() {
  const courier = await house.onShift('courier-north');
  const [one, two] = [await house.order(), await house.order({ to: { lng: 121.482, lat: 31.247 } })];
  const third = await house.order({ deeds: ['accept', 'start'] });
  for (const id of [one, two, third]) await house.must(pins(), 'POST', `/dispatch/orders/${id}/pin`, pinTo(courier.id));
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${third}/ready`);
  await house.plan();
  for (const id of [one, two]) await house.say(courier, 'collect', id);
  return { courier, stops: await house.stops(courier.id) };
}
const pins = () => house.town.chain.dispatcher;
const pinTo = (courierId: string) => ({ courierId, reason: 'All with one' });

test('what a courier has in the box and still to collect stays on the route when the courier changes regions', async () => {
  house = await openNorth({ planner: planner() });
  const { courier, stops } = await loaded();
  expect(stops).toHaveLength(4);
  await setOutlet('east', 'east');
  await house.order({ outletId: 'east', deeds: [] });
  await house.must(house.town.chain.dispatcher, 'PATCH', `/couriers/${courier.id}`, { region: 'east' });
  const before = await told(courier.id);
  for (const region of ['east', 'north', 'east']) await plan(region);
  expect(await house.stops(courier.id)).toEqual(stops);
  expect(await told(courier.id)).toBe(before);
  const { region } = await house.must<{ region: { plan: { unplanned: string[] } | null } }>(
    house.town.chain.dispatcher,
    'GET',
    '/dispatch/plan?region=north',
  );
  expect(region.plan?.unplanned ?? []).toEqual([]);
});

test('what is in a box stays there when its outlet goes to another region', async () => {
  house = await openNorth({ planner: planner() });
  await setOutlet('east', 'north');
  const { courier, stops } = await loaded();
  await house.order({ outletId: 'east', deeds: [] });
  const before = await told(courier.id);
  await setOutlet('north', 'west');
  for (const region of ['north', 'west', 'north']) await plan(region);
  expect(await house.stops(courier.id)).toEqual(stops);
  expect(await told(courier.id)).toBe(before);
});
