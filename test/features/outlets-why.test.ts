/** Why an order is where it is, through the public API: every decision on its outlet with the candidates as they were. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OutletCandidate } from '../../server/contract/orders.ts';
import { startTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

const body = {
  ...{ requestId: 'request-why-1', channel: 'phone', kind: 'delivery', payment: 'paid' },
  diner: { name: '王女士', phone: '13800000001' },
  // A little nearer to the north than to the south.
  dropOff: { point: { lng: 121.47, lat: 31.221 }, datum: 'WGS84', address: 'Garden Road 1' },
  lines: [{ dishId: 'noodles', name: 'Noodles', quantity: 1 }],
};
const as = () => town.chain.head_office;
const place = async (over: object = {}) => {
  const { body: answer } = await town.ask('POST', '/service/orders', {
    as: town.chain.agent,
    body: { ...body, ...over },
  });
  return (answer as { order: { id: string } }).order.id;
};
interface Told {
  kind: string;
  outletId: string | null;
  reason: string;
  candidates: OutletCandidate[];
}
const whyOf = async (id: string) =>
  (await town.ask('GET', `/orders/${id}/why`, { as: as() })).body as {
    outlet: Told | null;
    outlets: Told[];
    promise: { promisedAt: string } | null;
  };
const ids = (candidates: { outletId: string }[]) => candidates.map(({ outletId }) => outletId);

test('the outlet that cooks is told with everybody who was considered, their scores and the reason', async () => {
  const { outlet, outlets, promise } = await whyOf(await place());
  expect(outlet).toMatchObject({ kind: 'assigned', outletId: 'north', reason: 'best_score' });
  expect(ids(outlet!.candidates)).toEqual(['north', 'south']);
  const [north, south] = outlet!.candidates;
  expect(north!.scoreS).toBeGreaterThan(0);
  expect(south!.scoreS).toBeGreaterThan(north!.scoreS);
  expect(outlets).toEqual([outlet]);
  expect(new Date(promise!.promisedAt).getTime()).toBeGreaterThan(town.clock.now().getTime());
});

test('an order that was moved keeps why it had been where it was, the newest decision first', async () => {
  const id = await place({ requestId: 'request-why-2' });
  const first = await whyOf(id);
  await town.ask('POST', `/orders/${id}/transfer`, { as: as(), body: { reason: 'overrun' } });
  const { outlet, outlets } = await whyOf(id);
  expect(outlet).toMatchObject({ outletId: 'south' });
  expect(outlet!.candidates.find(({ outletId }) => outletId === 'north')?.rejected).toBe('refused: overrun');
  expect(outlets).toEqual([outlet, first.outlet]);
});

test('an order that waits says why, and remembers it once it is cooked', async () => {
  for (const id of ['north', 'south'] as const) await town.app.catalog.boards.soldOut(id, 'tea', null);
  const id = await place({ requestId: 'request-why-3', lines: [{ dishId: 'tea', name: 'Tea', quantity: 1 }] });
  expect((await whyOf(id)).outlet).toMatchObject({ kind: 'waiting', outletId: null, reason: 'sold_out: tea' });
  await town.app.catalog.boards.restore('south', 'tea');
  await town.pass(31);
  const { outlet, outlets } = await whyOf(id);
  expect(outlet).toMatchObject({ kind: 'assigned', outletId: 'south' });
  expect(outlets.map(({ kind }) => kind)).toEqual(['assigned', 'waiting']);
});
