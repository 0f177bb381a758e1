/** The same order again, where whoever takes it does not remember it: after a start, from another process, long after it was cooked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OrderStatus } from '../../server/contract/orders.ts';
import { createIntake } from '../../server/features/channels/intake/intake.ts';
import { createRecent } from '../../server/features/channels/intake/recent.ts';
import { type ChannelsHouse, openHouse } from './channels.house.ts';
import { anIncoming } from './orders.kit.ts';

let house: ChannelsHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const staff = { kind: 'staff', id: 'm' } as const;
const board = () => house.app.catalog.boards.peek('north')!;
/** Another process with the same store. */
const elsewhere = () => createIntake({ ...house.app, recent: createRecent(), log: house.kit.log });
const anOrder = (externalId: string) =>
  anIncoming({
    ...{ channel: 'open', shopId: 'shop-north', externalId, kind: 'pickup', deliveredBy: 'none' },
    lines: [{ externalDishId: 'noodles', name: 'Noodles', quantity: 3, unitPriceFen: 2000, options: [] }],
  });

const cooked: OrderStatus[] = ['accepted', 'cooking', 'ready'];
test.each<[string, OrderStatus[], number]>([
  ['has just come', [], 7],
  ['is being cooked', ['accepted', 'cooking'], 7],
  ['is ready', cooked, 7],
  ['was handed over', [...cooked, 'delivered'], 7],
  ['was cancelled in time', ['cancelled'], 10],
  ['was cancelled when it was cooked', [...cooked, 'cancelled'], 7],
])('a repeat of an order that %s takes nothing from the stock', async (state, moves, left) => {
  await house.app.catalog.boards.setStock('north', 'noodles', 10, staff);
  const { order } = await elsewhere().take(anOrder(state));
  for (const to of moves) await house.app.orders.move(order.id, to);
  await house.settled();
  const before = board();
  expect(before.stock.noodles).toBe(left);
  const again = await elsewhere().take(anOrder(state));
  expect(again).toMatchObject({ repeated: true, order: { id: order.id } });
  expect([board().stock.noodles, Object.keys(board().holds)]).toEqual([left, Object.keys(before.holds)]);
});
