/** What a dispatcher may ask of a region, and what a question leaves behind. */
import { afterEach, expect, test } from '@jest/globals';
import { demandSpec, regionsSpec } from '../../server/features/dispatch/store.ts';
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
