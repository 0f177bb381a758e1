/** Two couriers change work with each other: afterwards each has the other's, and nobody has both or nothing. */
import { afterEach, expect, test } from '@jest/globals';
import type { Plan, Problem } from '../../server/features/dispatch/planning/types.ts';
import { type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
/** What the test wants of the next plan; at first nothing for anybody. */
let wanted = ({ orders }: Problem): Plan => ({ routes: [], unplanned: orders.map(({ id }) => id), why: [] });
const open = async (options: { shownAheadS?: number } = {}) => {
  house = await openNorth({ ...options, planner: planner({ plan: async problem => wanted(problem) }) });
};
afterEach(async () => {
  wanted = ({ orders }) => ({ routes: [], unplanned: orders.map(({ id }) => id), why: [] });
  await house.town.stop();
});

const cooking = () => house.order({ deeds: ['accept', 'start'] });
const pair = (id: string) => [`collect ${id}`, `deliver ${id}`];
const route = (courierId: string, ...ids: string[]) => ({
  courierId,
  stops: ids.flatMap(orderId => [
    { orderId, kind: 'collect' as const },
    { orderId, kind: 'deliver' as const },
  ]),
});

test('an exchange is written whole, in one plan', async () => {
  await open({ shownAheadS: 7200 });
  const first = await house.onShift('courier-north');
  const second = await house.onShift('n2');
  const [a, b, c, d] = [await house.order(), await house.order(), await cooking(), await cooking()] as const;
  const as = (mine: string[], theirs: string[]) => {
    wanted = () => ({ routes: [route(first.id, ...mine), route(second.id, ...theirs)], unplanned: [], why: [] });
    return house.plan();
  };
  await as([a, c], [b, d]);
  expect([await house.stops(first.id), await house.stops(second.id)]).toEqual([
    [...pair(a), ...pair(c)],
    [...pair(b), ...pair(d)],
  ]);
  await as([a, d], [b, c]);
  expect([await house.stops(first.id), await house.stops(second.id)]).toEqual([
    [...pair(a), ...pair(d)],
    [...pair(b), ...pair(c)],
  ]);
});

test('what was shown changes hands also when it need not leave for a while', async () => {
  await open();
  const ride = (speedMPerMin: number, stopS: number) =>
    house.must(house.town.chain.dispatcher, 'PUT', '/dispatch/regions/north', {
      ...{ speedMPerMin, detour: 1, collectS: stopS, deliverS: stopS },
    });
  const [first, second] = [await house.onShift('courier-north'), await house.onShift('n2')];
  const [a, b, c, d] = [await house.order(), await house.order(), await house.order(), await house.order()] as const;
  const as = (mine: string[], theirs: string[]) => {
    wanted = () => ({ routes: [route(first.id, ...mine), route(second.id, ...theirs)], unplanned: [], why: [] });
    return house.plan();
  };
  await ride(5000, 0);
  await as([a, c], [b, d]);
  expect(await house.stops(first.id)).toEqual([...pair(a), ...pair(c)]);
  await ride(300, 150);
  await as([a], [b, d, c]);
  expect([await house.stops(first.id), await house.stops(second.id)]).toEqual([
    pair(a),
    [...pair(b), ...pair(d), ...pair(c)],
  ]);
  await as([a, d], [b, c]);
  expect([await house.stops(first.id), await house.stops(second.id)]).toEqual([
    [...pair(a), ...pair(d)],
    [...pair(b), ...pair(c)],
  ]);
});
