/** What a dispatcher may ask of a region, and what a question leaves behind. */
import { afterEach, expect, test } from '@jest/globals';
import { decisionsSpec, demandSpec, regionsSpec } from '../../server/features/dispatch/store.ts';
import { type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

test('a question about a region that nobody knows is answered with nothing and leaves nothing behind', async () => {
  house = await openNorth({ planner: planner() });
  const { town, must } = house;
  const ask = (path: string) => must(town.chain.dispatcher, 'GET', `${path}?region=typo`);
  expect(await ask('/dispatch/plan')).toMatchObject({ region: { id: 'typo', plan: null }, routes: [] });
  expect(await ask('/dispatch/demand')).toMatchObject({ areas: [], hints: [] });
  expect(await town.kit.db.of(regionsSpec).get('typo')).toBeNull();
  expect(await town.kit.db.of(demandSpec).get('typo')).toBeNull();
});

test('a dispatcher of one region opens its decisions, and not those of another', async () => {
  house = await openNorth({ planner: planner() });
  const { town, must } = house;
  await house.onShift('courier-north');
  await house.order();
  await house.plan();
  const { decisions } = await must<{ decisions: { id: string }[] }>(
    town.north.dispatcher,
    'GET',
    '/dispatch/decisions?region=north',
  );
  const [{ id }] = decisions as [{ id: string }];
  const asked = (name: string, as = town.north.dispatcher) => town.ask('GET', `/dispatch/decisions/${name}`, { as });
  expect(await asked(id)).toMatchObject({ status: 200, body: { id, region: 'north' } });
  const held = await town.kit.db.of(decisionsSpec).get(id);
  await town.kit.db.of(decisionsSpec).insert({ ...held!, id: 'of-south', region: 'south' });
  expect(await asked('of-south')).toMatchObject({ status: 403 });
  expect(await asked('of-nobody')).toMatchObject({ status: 403 });
  expect(await asked('of-south', town.chain.dispatcher)).toMatchObject({ status: 200 });
  expect(await asked('of-nobody', town.chain.dispatcher)).toMatchObject({ status: 404 });
});
