/** What /metrics says of the queue: how long it really waits, and every state an order reaches. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { queueFigures } from '../../server/features/orders/queue/figures.ts';
import { ordersStore } from '../../server/features/orders/store.ts';
import { createMetrics } from '../../server/infra/metrics.ts';
import { type House, openHouse } from './orders.house.ts';
import { after } from './orders.kit.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const figures = async () => (await house.kit.metrics.metrics()).split('\n');
const figure = async (name: string) =>
  Number(
    (await figures())
      .find(line => line.startsWith(name))
      ?.split(' ')
      .at(-1),
  );

test('the queue is as old as the order that has looked for an outlet longest, whenever it was placed', async () => {
  const planned = await house.place({ externalId: 'planned', wantedAt: after(86_400) });
  await house.pass(82_800);
  expect((await house.orders.need(planned.id)).status).toBe('queued');
  expect(await figure('huidan_queue_age_seconds')).toBeLessThan(60);
  await house.place({ externalId: 'late', placedAt: after(82_800) });
  house.clock.turn(120);
  expect(await figure('huidan_queue_age_seconds')).toBe(120);
});

test('the oldest order is found behind many that were placed before it and queued after it', async () => {
  for (let i = 0; i < 50; i++) await house.place({ externalId: `planned ${i}`, wantedAt: after(3960) });
  house.clock.turn(60);
  await house.place({ externalId: 'at once', placedAt: after(60) });
  await house.pass(300);
  expect(await figure('huidan_queue_age_seconds')).toBe(300);
});

test('a long queue is not read to its end for its age', async () => {
  const { store } = ordersStore(house.kit.db);
  for (let i = 0; i < 100; i++) {
    await house.place({ externalId: `${i}`, placedAt: after(i) });
    house.clock.turn(1);
  }
  let read = 0;
  const counting: typeof store = {
    ...store,
    async range(...asked) {
      const found = await store.range(...asked);
      read += found.length;
      return found;
    },
  };
  const metrics = createMetrics();
  queueFigures({ ...house.kit, metrics, data: { ...ordersStore(house.kit.db), store: counting } });
  expect(await metrics.metrics()).toContain('huidan_queue_age_seconds 100');
  expect(read).toBeLessThan(100);
});

test('an order that waits for its payment and one that is cooked are counted as such', async () => {
  await house.place({ externalId: 'unpaid', payment: 'to_pay' });
  const { id } = await house.assigned();
  for (const to of ['accepted', 'cooking'] as const) await house.orders.move(id, to);
  await house.pass(0);
  const states = (await figures()).flatMap(
    line => /^huidan_orders_reached_total\{.*state="(\w+)"/.exec(line)?.[1] ?? [],
  );
  expect(states).toEqual(expect.arrayContaining(['awaiting_payment', 'assigned', 'accepted', 'cooking']));
});
