/** Decisions are kept whatever the store does for a moment, and the newest are those that are shown. */
import { afterEach, expect, test } from '@jest/globals';
import { decisionsSpec } from '../../server/features/dispatch/store.ts';
import type { CollectionSpec, Doc } from '../../server/infra/store/port.ts';
import type { TestOptions } from '../support/app.ts';
import { type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

const decided = (orderId: string) =>
  house.town.kit.db.of(decisionsSpec).range('byOrder', { orderId }, { limit: 50, order: 'desc' });

/** A store that takes no decisions while the test says so. */
function failing() {
  const disk = { isFull: false };
  const onKit: TestOptions['onKit'] = ({ db }) => {
    const of = db.of.bind(db);
    db.of = <T extends Doc>(spec: CollectionSpec<T>) => {
      const store = of(spec);
      if (spec.name !== decisionsSpec.name) return store;
      const insert: typeof store.insert = doc =>
        disk.isFull ? Promise.reject(new Error('the disk is full')) : store.insert(doc);
      return { ...store, insert };
    };
  };
  return { disk, onKit };
}

test('a decision that the store would not take is kept with the next plan, once, and the plan stands', async () => {
  const { disk, onKit } = failing();
  house = await openNorth({ planner: planner(), onKit });
  const courier = await house.onShift('courier-north');
  disk.isFull = true;
  const id = await house.order();
  expect(await house.plan()).toMatchObject({ kind: 'planned' });
  expect(await decided(id)).toEqual([]);
  expect((await house.region()).plan).toMatchObject({ orders: 1, unplanned: [] });
  disk.isFull = false;
  await house.plan();
  await house.plan();
  expect(await decided(id)).toMatchObject([{ courierId: courier.id }]);
});

test('of many decisions on one order the newest are shown, in the order of time', async () => {
  house = await openNorth({ planner: planner() });
  await house.onShift('courier-north');
  const id = await house.order();
  await house.plan();
  const [first] = await decided(id);
  for (let i = 1; i <= 60; i++) {
    const at = new Date(first!.at.getTime() + i * 1000);
    await house.town.kit.db.of(decisionsSpec).insert({ ...first!, id: `later-${i}`, at });
  }
  const { others } = await house.must<{ others: { from: string; decisions?: { id: string }[] }[] }>(
    house.town.chain.dispatcher,
    'GET',
    `/orders/${id}/why`,
  );
  const shown = others.find(({ from }) => from === 'dispatch')!.decisions!;
  expect(shown.map(decision => decision.id)).toEqual(Array.from({ length: 50 }, (_, i) => `later-${i + 11}`));
});
