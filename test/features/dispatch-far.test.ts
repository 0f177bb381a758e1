/** Food that is said to be collected or brought from far away: the dispatcher is told, until the courier's next shift. */
import { afterEach, expect, test } from '@jest/globals';
import type { Wire } from '../../server/contract/events.ts';
import type { MapRoute } from '../../server/contract/routes.ts';
import { far, kitchen, type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

const alarms = async (courierId: string) => {
  const { dispatcher } = house.town.chain;
  return (await house.must<Wire<MapRoute>>(dispatcher, 'POST', `/dispatch/couriers/${courierId}/unlock`)).alarms;
};

test('a stop that is confirmed far from its place raises an alarm of its own, and the next shift begins without', async () => {
  house = await openNorth({ planner: planner() });
  const courier = await house.onShift('courier-north', { point: far });
  const id = await house.order();
  await house.plan();
  await house.say(courier, 'collect', id);
  expect(await alarms(courier.id)).toEqual([`far:collect:${id}`]);
  await house.say(courier, 'deliver', id);
  expect(await alarms(courier.id)).toEqual([`far:collect:${id}`, `far:deliver:${id}`]);
  await house.must(courier, 'POST', `/couriers/${courier.id}/shifts/end`);
  await house.town.pass(30);
  await house.onShift(courier.id, { point: kitchen });
  expect(await alarms(courier.id)).toEqual([]);
});
