/** What a diner is promised by is how the region is ridden, by whoever rides. */
import { afterEach, expect, test } from '@jest/globals';
import { ordersSpec } from '../../server/features/orders/index.ts';
import { distanceM } from '../../server/features/outlets/rules/zones.ts';
import { door, type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

const promised = async () => {
  const id = await house.order({ deeds: [] });
  return (await house.town.kit.db.of(ordersSpec).get(id))!.promise!.roadS;
};

test('where couriers walk the road is promised as long as they walk it, with the counter and the door', async () => {
  house = await openNorth({ planner: planner() });
  const [usual] = [await promised()];
  const metres = distanceM(house.town.app.outlets.get('north')!.point, door);
  // Eighteen kilometres an hour on roads a third longer, two minutes at the counter and two and a half at the door.
  expect(usual).toBe(Math.round((metres * 1.3) / 5 + 270));
  const travel = { speedMPerMin: 84, detour: 1.2, collectS: 60, enterS: 20, deliverS: 100 };
  await house.must(house.town.chain.dispatcher, 'PUT', '/dispatch/regions/north', travel);
  expect(await promised()).toBe(Math.round((metres * 1.2 * 60) / 84 + 140));
});
