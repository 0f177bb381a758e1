/** The service centre on the real product: orders typed once, found again, incidents paid once and by whom. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Order } from '../../server/contract/orders.ts';
import { menu, type Person, startTown, type Town } from '../support/town.ts';

let town: Town;
let agent: Person;
beforeAll(async () => {
  town = await startTown();
  agent = town.chain.agent;
});
afterAll(() => town.stop());

const typed = (requestId: string, more: object = {}) => ({
  requestId,
  channel: 'phone',
  kind: 'pickup',
  outletId: 'north',
  diner: { name: 'A customer', phone: '13800001234' },
  lines: [{ dishId: 'noodles', name: 'Noodles', quantity: 2 }],
  payment: 'paid',
  ...more,
});
type Json = Record<string, unknown> & { order: { id: string; number: string } };
const ask = async (as: Person, method: string, path: string, body?: object) => {
  const answer = await town.ask(method, path, { as, ...(body ? { body } : {}) });
  await town.settled();
  return { status: answer.status, body: answer.body as Json, text: answer.text };
};

test('an order typed twice is one order', async () => {
  const first = await ask(agent, 'POST', '/service/orders', typed('twice-0001'));
  const second = await ask(agent, 'POST', '/service/orders', typed('twice-0001'));
  expect(first.body).toMatchObject({ outcome: 'placed', repeated: false, money: { totalFen: 4100 }, issues: [] });
  expect(second.body).toMatchObject({ outcome: 'placed', repeated: true, order: { id: first.body.order.id } });
});

test('a price other than the customer was told places nothing and is told', async () => {
  const { body } = await ask(agent, 'POST', '/service/orders', typed('price-0001', { totalFen: 4000 }));
  expect(body).toMatchObject({ outcome: 'price_changed', order: null, money: { totalFen: 4100 } });
  const right = await ask(agent, 'POST', '/service/orders', typed('price-0001', { totalFen: 4100 }));
  expect(right.body).toMatchObject({ outcome: 'placed', repeated: false });
});

test('a dish nobody knows is cooked from its text, at the price the agent said', async () => {
  const lines = [{ name: '外婆红烧肉', quantity: 1, unitPriceFen: 5200 }];
  const { body } = await ask(agent, 'POST', '/service/orders', typed('unknown-0001', { lines }));
  expect(body).toMatchObject({
    outcome: 'placed',
    order: { lines: [{ dishId: null, name: '外婆红烧肉' }] },
    money: { itemsFen: 5200 },
  });
});

const hotNoodles = {
  ...{ id: 'hot', name: 'Hot noodles', categoryId: 'mains', station: 'wok', priceFen: 3200 },
  options: [
    {
      ...{ id: 'spice', name: 'Spice', min: 0, max: 1 },
      options: [
        { id: 'mild', name: 'Mild' },
        { id: 'pepper', name: 'Pepper', priceFen: 100 },
      ],
    },
  ],
  external: { phone: 'A1' },
};
const dearer = { ...menu, dishes: [...menu.dishes, hotNoodles] };

describe('a typed line costs what our menu says', () => {
  beforeAll(async () => {
    await ask(town.chain.head_office, 'PUT', '/menu', dearer);
  });
  const linesOf = async (requestId: string, lines: object[]) => {
    const { body } = await ask(agent, 'POST', '/service/orders', typed(requestId, { lines }));
    const { lines: stored } = body.order as unknown as Pick<Order, 'lines'>;
    return { body, paid: stored.map(({ dishId, unitPriceFen }) => [dishId, unitPriceFen]), stored };
  };

  test('a wish in free words leaves the price as it is, whatever price the agent typed, and is cooked', async () => {
    const salt = [{ name: '少盐', priceFen: -1500 }];
    for (const [id, more] of [
      ['salt-0001', {}],
      ['salt-0002', { unitPriceFen: 1 }],
    ] as const) {
      const { body, paid, stored } = await linesOf(id, [
        { dishId: 'noodles', name: 'Noodles', quantity: 1, options: salt, ...more },
      ]);
      expect([paid, body.money]).toEqual([[['noodles', 2000]], expect.objectContaining({ totalFen: 2100 })]);
      expect(stored[0]?.options).toEqual([{ name: '少盐', quantity: 1, priceFen: 0 }]);
    }
  });

  test('two lines of one dish each cost their own options, beside a dish nobody knows', async () => {
    const spiced = (optionId: string) => [{ groupId: 'spice', optionId, name: optionId, priceFen: -3000 }];
    const { paid, stored } = await linesOf('spice-0001', [
      { dishId: 'hot', name: 'Hot', quantity: 1, options: spiced('mild') },
      { name: '外婆红烧肉', quantity: 1, unitPriceFen: 5200 },
      { dishId: 'hot', name: 'Hot', quantity: 2, options: spiced('pepper') },
    ]);
    expect(paid).toEqual([
      ['hot', 3200],
      [null, 5200],
      ['hot', 3300],
    ]);
    expect(stored.map(({ options }) => options.map(({ name, priceFen }) => [name, priceFen]))).toEqual([
      [['Mild', 0]],
      [],
      [['Pepper', 100]],
    ]);
  });

  test('a dish named by its number, or by its id alone, is that dish at its price', async () => {
    const { paid } = await linesOf('number-0001', [
      { externalDishId: 'A1', name: 'Hot', quantity: 1, unitPriceFen: 1 },
      { name: 'tea', quantity: 1, unitPriceFen: 1 },
    ]);
    expect(paid).toEqual([
      ['hot', 3200],
      ['tea', 800],
    ]);
  });

  test('a changed price is told of the whole basket, however large, with what only the agent knows', async () => {
    const lines = [
      { dishId: 'noodles', name: 'Noodles', quantity: 150 },
      { name: '外婆红烧肉', quantity: 1, unitPriceFen: 5200 },
    ];
    const { body } = await ask(agent, 'POST', '/service/orders', typed('large-0001', { lines, totalFen: 1 }));
    expect(body).toMatchObject({ outcome: 'price_changed', money: { itemsFen: 305_200, totalFen: 305_300 } });
  });
});

test.each([
  ['a delivery without a place', { kind: 'delivery', outletId: undefined }, 'body.dropOff'],
  ['a pickup without an outlet', { outletId: undefined }, 'body.outletId'],
  ['a meal eaten there without an outlet', { kind: 'dine_in', outletId: undefined }, 'body.outletId'],
])('%s is refused and the field named', async (_what, more, path) => {
  const { status, body } = await ask(agent, 'POST', '/service/orders', typed('nowhere-0001', more));
  const { issues } = body.error as { issues: { path: string }[] };
  expect([status, issues.map(issue => issue.path)]).toEqual([400, [path]]);
});

test('an order for an outlet nobody knows is refused', async () => {
  const { status, body } = await ask(agent, 'POST', '/service/orders', typed('ghost-0001', { outletId: 'ghost' }));
  expect([status, body.error]).toEqual([404, expect.objectContaining({ about: { outletId: 'ghost' } })]);
  expect((await town.app.orders.find({ channel: 'phone', externalId: 'ghost-0001' })).orders).toEqual([]);
});

test('an order is found by its number, its whole phone number or the end of it', async () => {
  const { body } = await ask(
    agent,
    'POST',
    '/service/orders',
    typed('found-0001', { diner: { name: 'X', phone: '13877776666' } }),
  );
  for (const q of [body.order.number, body.order.id, 'found-0001', '13877776666', '138 7777 6666', '6666']) {
    const { body: found } = await ask(agent, 'GET', `/service/search?q=${encodeURIComponent(q)}`);
    expect([q, (found.orders as unknown as { id: string }[]).map(({ id }) => id)]).toEqual([
      q,
      expect.arrayContaining([body.order.id]),
    ]);
  }
  const { body: none } = await ask(agent, 'GET', '/service/search?q=13877770000');
  expect(none.orders).toEqual([]);
});

test('somebody of another outlet finds and sees nothing of it', async () => {
  const { body } = await ask(agent, 'POST', '/service/orders', typed('south-0001', { outletId: 'south' }));
  const north = town.north.manager;
  expect((await ask(north, 'GET', `/service/search?q=${body.order.id}`)).body.orders).toEqual([]);
  const incident = await ask(agent, 'POST', `/orders/${body.order.id}/incidents`, { kind: 'late', summary: 'Late' });
  expect((await ask(north, 'GET', `/service/incidents/${incident.body.id}`)).status).toBe(404);
  expect((await ask(north, 'POST', `/service/incidents/${incident.body.id}/note`, { text: 'x' })).status).toBe(404);
});

test('an incident is taken, resolved and reopened; what its state does not allow is a conflict', async () => {
  const { body } = await ask(agent, 'POST', '/service/orders', typed('life-0001'));
  const { body: made } = await ask(agent, 'POST', `/orders/${body.order.id}/incidents`, {
    kind: 'missing_item',
    summary: 'No soup',
  });
  const move = (to: string) => ask(agent, 'POST', `/service/incidents/${made.id}/move`, { to });
  expect((await move('working')).body).toMatchObject({ status: 'working', assigneeId: agent.id });
  expect((await move('open')).status).toBe(409);
  expect((await move('resolved')).body).toMatchObject({ status: 'resolved' });
  expect((await move('working')).body).toMatchObject({ status: 'working' });
  expect((await move('closed')).body.can).not.toContain('compensate');
});

test('an incident nobody takes is escalated by the clock', async () => {
  const { body } = await ask(agent, 'POST', '/service/orders', typed('escalate-0001'));
  const { body: made } = await ask(agent, 'POST', `/orders/${body.order.id}/incidents`, {
    kind: 'late',
    summary: 'Late',
  });
  await town.pass(31 * 60);
  expect((await ask(agent, 'GET', `/service/incidents/${made.id}`)).body).toMatchObject({
    status: 'open',
    escalated: true,
  });
});

test('a small compensation is paid at once and once, a large one only when a manager grants it', async () => {
  const { body } = await ask(
    agent,
    'POST',
    '/service/orders',
    typed('money-0001', { lines: [{ dishId: 'noodles', name: 'N', quantity: 8 }] }),
  );
  const id = body.order.id;
  const { body: made } = await ask(agent, 'POST', `/orders/${id}/incidents`, { kind: 'quality', summary: 'Cold' });
  const compensate = (amountFen: number) =>
    ask(agent, 'POST', `/service/incidents/${made.id}/compensate`, { amountFen, reason: 'Cold food' });
  const refunds = async () =>
    (await town.app.orders.need(id)).log.filter(({ name }) => name === 'order.refund_answered').length;
  expect((await compensate(1000)).body).toMatchObject({ compensation: { status: 'paid', amountFen: 1000 } });
  expect(await refunds()).toBe(1);
  const large = await compensate(6000);
  expect(large.body).toMatchObject({ compensation: { status: 'asked', amountFen: 6000 } });
  expect(await refunds()).toBe(1);
  const answer = { answer: 'granted' };
  expect((await ask(agent, 'POST', `/service/incidents/${made.id}/compensation/answer`, answer)).status).toBe(403);
  for (let twice = 0; twice < 2; twice++)
    expect(
      (await ask(town.north.manager, 'POST', `/service/incidents/${made.id}/compensation/answer`, answer)).body,
    ).toMatchObject({ compensation: { status: 'paid' } });
  expect(await refunds()).toBe(2);
});

test('a compensation of the very sum its diner has asked back is paid once, and not left to be refused', async () => {
  const { order } = (await ask(agent, 'POST', '/service/orders', typed('asked-0001'))).body;
  const money = { reason: 'Cold food', amountFen: 1000 };
  await town.app.orders.askRefund(order.id, { actor: { kind: 'diner', id: 'a-diner' }, ...money });
  const opened = await ask(agent, 'POST', `/orders/${order.id}/incidents`, { kind: 'quality', summary: 'Cold' });
  const id = String(opened.body.id);
  const paid = await ask(agent, 'POST', `/service/incidents/${id}/compensate`, money);
  expect(paid.body).toMatchObject({ compensation: { status: 'paid' } });
  // What a crash between the refund and the incident would repeat.
  const again = { actor: { kind: 'staff', id: agent.id } as const, ...money, cause: `incident:${id}:1` };
  const { refund, log } = await town.app.orders.askRefund(order.id, again);
  expect(refund).toMatchObject({ status: 'granted', amountFen: 1000 });
  expect(log.filter(({ name }) => name === 'order.refund_answered')).toHaveLength(1);
});

test('more than was paid cannot be promised', async () => {
  const { body } = await ask(agent, 'POST', '/service/orders', typed('much-0001'));
  const { body: made } = await ask(agent, 'POST', `/orders/${body.order.id}/incidents`, {
    kind: 'quality',
    summary: 'Cold',
  });
  const { status } = await ask(agent, 'POST', `/service/incidents/${made.id}/compensate`, {
    amountFen: 4200,
    reason: 'All and more',
  });
  expect(status).toBe(409);
});
