/** Head office says what a region wants of its routes, and the next plan obeys. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { far, type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
beforeAll(async () => {
  house = await openNorth({ planner: planner() });
});
afterAll(() => house.town.stop());
const wish = (body: object, as = house.town.chain.head_office) =>
  house.town.ask('PUT', '/dispatch/regions/north/wishes', { as, body });

test('work evens out between couriers where that is wished for', async () => {
  const first = await house.onShift('courier-north');
  const second = await house.onShift('n2');
  const carried = async () => {
    const id = await house.order();
    await house.plan();
    const by = (await house.stops(first.id)).length > 0 ? first : second;
    for (const what of ['arrive', 'collect', 'arrive', 'deliver']) await house.say(by, what, id);
    for (const one of [first, second]) await house.report(one, { lng: 121.47, lat: 31.238 });
    return by.id;
  };
  const favourite = await carried();
  expect(await carried()).toBe(favourite);
  expect((await wish({ evenS: 300 })).status).toBe(200);
  expect(await carried()).not.toBe(favourite);
});

test('only head office wishes, and only what makes sense', async () => {
  expect((await wish({ hotMin: 10 }, house.town.chain.dispatcher)).status).toBe(403);
  const wrong = await wish({ hotMin: 0, gainS: -1 });
  expect(wrong.status).toBe(400);
  expect(JSON.stringify(wrong.body)).toMatch(/hotMin[\s\S]*gainS/);
});

test('food that would ride too long is left for somebody to decide', async () => {
  await wish({ coldMin: 5 });
  await house.order({ to: far });
  await house.plan();
  expect((await house.region()).plan?.unplanned).toHaveLength(1);
});
