/** A dish of a part of the day is sold in the outlet's own time, and for the time it is wanted, to diners and by agents alike. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { menu, outlet, startTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  // Three in the afternoon at the north outlet, seven in the morning at the south one.
  town = await startTown({ at: new Date('2026-11-23T15:00:00+08:00') });
  const as = town.chain.head_office;
  const porridge = { id: 'porridge', name: 'Porridge', categoryId: 'mains', priceFen: 900, dayparts: ['breakfast'] };
  const dayparts = [{ id: 'breakfast', name: 'Breakfast', from: '06:00', to: '10:30' }];
  await town.ask('PUT', '/menu', { as, body: { ...menu, dayparts, dishes: [...menu.dishes, porridge] } });
  await town.ask('PUT', '/outlets/south', { as, body: { ...outlet('south'), timeZone: 'Europe/London' } });
});
afterAll(() => town.stop());

interface Order {
  outletId: 'north' | 'south';
  wantedAt?: string;
}
const asDiner = async (order: Order): Promise<string[]> => {
  const body = { channel: 'app', kind: 'pickup', ...order, items: [{ dishId: 'porridge', quantity: 1 }] };
  const answer = await town.ask('POST', '/diner/quotes', { as: town.north.diner, body });
  return (answer.body as { problems: { code: string }[] }).problems.map(({ code }) => code);
};
const asAgent = async (order: Order): Promise<string[]> => {
  const body = {
    ...{ requestId: `porridge-${JSON.stringify(order)}`.slice(0, 64), channel: 'phone', kind: 'pickup', ...order },
    diner: { name: 'A customer', phone: '13800001234' },
    lines: [{ dishId: 'porridge', name: 'Porridge', quantity: 1 }],
  };
  const answer = await town.ask('POST', '/service/orders', { as: town.chain.agent, body });
  return (answer.body as { issues: { code: string }[] }).issues.map(({ code }) => code);
};

test.each([
  ['a diner', asDiner],
  ['an agent', asAgent],
])('%s has breakfast where it is morning, now or when it is wanted', async (_who, ask) => {
  const late = ['not_at_this_time'];
  expect(await ask({ outletId: 'south' })).toEqual([]);
  expect(await ask({ outletId: 'north' })).toEqual(late);
  expect(await ask({ outletId: 'north', wantedAt: '2026-11-24T08:00:00+08:00' })).toEqual([]);
  expect(await ask({ outletId: 'north', wantedAt: '2026-11-23T08:00:00+08:00' })).toEqual(late);
  expect(await ask({ outletId: 'south', wantedAt: '2026-11-24T08:00:00+08:00' })).toEqual(late);
  expect(await ask({ outletId: 'south', wantedAt: '2026-11-24T08:00:00Z' })).toEqual([]);
});
