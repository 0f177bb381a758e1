/** What a phone that was offline tells afterwards: everything happened when it happened, and an old word is about the old stop. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../support/town.ts';
import { type North, openNorth } from './dispatch.house.ts';

let north: North;
let courier: Person;
beforeAll(async () => {
  north = await openNorth();
  courier = await north.onShift('courier-north');
});
afterAll(() => north.town.stop());

const say = async (what: string, orderId: string, at?: Date) => {
  const path = `/couriers/${courier.id}/stops/${orderId}/${what}`;
  const answer = await north.town.ask('POST', path, { as: courier, body: at ? { at } : {} });
  await north.town.settled();
  return answer;
};

test('a ride told when it is over has the times of the ride, and the arrival at the kitchen told again is none at the door', async () => {
  const { clock } = north.town;
  const id = await north.order();
  await north.plan();
  const from = clock.now().getTime();
  const after = (seconds: number) => new Date(from + seconds * 1000);
  clock.turn(1200);
  for (const [what, seconds] of [
    ['arrive', 60],
    ['collect', 120],
    ['arrive', 60],
  ] as const)
    expect((await say(what, id, after(seconds))).status).toBe(200);
  const door = async () => (await north.route(courier.id)).stops[0]!;
  expect(await door()).toMatchObject({ kind: 'deliver', arrivedAt: null });
  await say('arrive', id, after(480));
  expect(await door()).toMatchObject({ kind: 'deliver', arrivedAt: after(480).toISOString() });
  await say('deliver', id, after(600));
  const { leg } = await north.town.app.orders.need(id);
  expect(leg).toMatchObject({ status: 'delivered', collectedAt: after(120), deliveredAt: after(600) });
});

test('of an order that is on no route of theirs couriers hear nothing, not even that there is one', async () => {
  const { order } = north.town.south;
  for (const what of ['collect', 'deliver', 'arrive']) {
    const [theirs, nobodys] = [await say(what, order.id), await say(what, 'no-such-order')];
    expect([theirs.status, nobodys.status]).toEqual([404, 404]);
    expect(theirs.text).not.toContain(order.status);
  }
});
