/** Calm routes, measured: what a courier was shown is counted whenever it changes, and a next stop only ever disappears. */
import { afterEach, expect, test } from '@jest/globals';
import type { Stop } from '../../server/contract/routes.ts';
import { changesOf } from '../../server/features/dispatch/rules/calm.ts';
import { type North, openNorth, planner } from './dispatch.house.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
/** `c1@north` or `d1`. */
const stop = (text: string): Stop => {
  const [name, outletId = 'north'] = text.split('@') as [string, string?];
  return {
    ...{ orderId: name.slice(1), kind: name.startsWith('c') ? 'collect' : 'deliver', outletId, number: null },
    ...{ point: { lng: 121.47, lat: 31.24 }, address: '', items: 1, readyAt: null, isReady: true, dueAt: null },
    ...{ etaAt: noon, leaveAt: null, frozenAt: null, arrivedAt: null },
  };
};
const changes = (before: string, after: string, over: readonly string[] = []) =>
  changesOf(
    { stops: before.split(' ').filter(Boolean).map(stop) },
    { stops: after.split(' ').filter(Boolean).map(stop) },
    ({ kind, orderId }) => over.includes(`${kind[0]}${orderId}`),
  );
const none = { next: 0, moved: 0, taken: 0, inserted: 0 };

test('work behind what was shown, stops done and orders over change nothing', () => {
  expect(changes('c1 d1', 'c1 d1 c2 d2')).toEqual(none);
  expect(changes('c1 d1 d2', 'd1 d2', ['c1'])).toEqual(none);
  expect(changes('c1 d1 c2@south d2', 'c1 d1', ['c2', 'd2'])).toEqual(none);
  expect(changes('', 'c1 d1')).toEqual(none);
});

test('a next stop that is put back or taken away is counted; other food of the same kitchen beside it is not', () => {
  expect(changes('c1 d1', 'c2@south c1 d1 d2')).toMatchObject({ next: 1, inserted: 1 });
  expect(changes('c1 d1 d2', 'd2 c1 d1')).toMatchObject({ next: 1, moved: 1 });
  expect(changes('c1 d1 d2', 'd2')).toMatchObject({ next: 1, taken: 1 });
  expect(changes('c1 d1', 'c2 c1 d1 d2')).toMatchObject({ next: 0, inserted: 1 });
});

test('later stops that change places, go to others or are pushed back are counted one by one', () => {
  expect(changes('c1 d1 d2 d3', 'c1 d3 d1 d2')).toEqual({ ...none, moved: 1 });
  expect(changes('c1 d1 d2 d3', 'c1 d3 d2 d1')).toEqual({ ...none, moved: 2 });
  expect(changes('c1 d1 c2@south d2', 'c1 d1')).toEqual({ ...none, taken: 2 });
  expect(changes('c1 d1 d2', 'c1 d1 c3@south d3 d2')).toEqual({ ...none, inserted: 2 });
});

let close: (() => Promise<void>) | null = null;
afterEach(async () => {
  await close?.();
  close = null;
});
async function start() {
  const house = await openNorth({ planner: planner() });
  close = house.town.stop;
  return house;
}

const calm = async ({ must, town }: North) => {
  const { regions } = await must<{ regions: { region: string }[] }>(town.chain.dispatcher, 'GET', '/dispatch/stats');
  return regions.find(({ region }) => region === 'north');
};

test('a rush is ridden without one change of a next stop; the figures are in courier-hours', async () => {
  const house = await start();
  const { onShift, order, plan, say, route, town } = house;
  const people = [await onShift('courier-north'), await onShift('n2'), await onShift('n3')];
  await town.pass(20);
  for (let round = 0; round < 6; round++) {
    for (let i = 0; i < 3; i++)
      await order({
        to: { lng: 121.46 + ((7 * round + 5 * i) % 20) / 1000, lat: 31.235 + ((3 * round + i) % 9) / 1000 },
      });
    await plan();
    for (const person of people) {
      const next = (await route(person.id)).stops[0];
      if (!next) continue;
      await say(person, 'arrive', next.orderId);
      await say(person, next.kind, next.orderId);
    }
    await town.pass(600);
  }
  expect(await calm(house)).toMatchObject({ courierHours: 3, nextChanges: 0 });
  expect(await house.metric('huidan_dispatch_changes_per_courier_hour{kind="next",region="north"}')).toBe(0);
});

test('what a dispatcher puts in another order is the dispatcher’s change, not the plan’s', async () => {
  const house = await start();
  const { onShift, order, plan, must, town, stops } = house;
  const ids = [await order(), await order()];
  const courier = await onShift('courier-north');
  await plan();
  const shown = (await stops(courier.id)).map(name => name.split(' ') as ['collect' | 'deliver', string]);
  expect(shown.map(([kind]) => kind)).toEqual(['collect', 'collect', 'deliver', 'deliver']);
  expect(new Set(shown.map(([, orderId]) => orderId))).toEqual(new Set(ids));
  const [one, two, three, four] = shown.map(([kind, orderId]) => ({ kind, orderId }));
  await must(town.chain.dispatcher, 'POST', `/dispatch/couriers/${courier.id}/sequence`, {
    stops: [one, two, four, three],
    reason: 'The diner is waiting outside',
  });
  expect(await house.metric('huidan_dispatch_stop_changes_total{kind="moved",by="dispatcher"}')).toBe(1);
  await town.pass(3600);
  expect(await calm(house)).toMatchObject({ nextChanges: 0, laterChanges: 0 });
});
