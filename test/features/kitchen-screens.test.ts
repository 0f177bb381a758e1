/** What a kitchen's screen shows: tickets by station, seen or not, and a cook's deeds on a real socket. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Wire } from '../../server/contract/events.ts';
import type { TicketView } from '../../server/contract/kitchen.ts';
import { away } from '../rules/outlets.kit.ts';
import { type KitchenHouse, openKitchen, until } from './kitchen.house.ts';
import { after, noon } from './orders.kit.ts';

let house: KitchenHouse;
beforeEach(async () => {
  house = await openKitchen();
});
afterEach(() => house.close());

const both = ['noodles', 'soup'].map(dishId => ({ dishId, name: dishId, quantity: 1, options: [] }));
const atCounter = { kind: 'pickup', deliveredBy: 'none', outletId: 'north' } as const;
const count = async (id: string, name: string) =>
  (await house.orders.need(id)).log.filter(fact => fact.name === name).length;
const two = async () => {
  await house.outlet('north', { point: away(100) });
  await house.outlet('south', { point: away(600) });
};

test('a ticket shows its lines by station with options and notes, when each begins, and no phone', async () => {
  await house.outlet('north');
  const option = { name: 'Hot', quantity: 2, priceFen: 0 };
  const lines = [{ ...both[0]!, options: [option], note: 'no leek' }, both[1]!];
  const order = await house.place({ lines, note: 'ring twice' });
  const [shown] = (await house.kitchen.tickets('north')).map(
    one => house.views[0]!.present(one, 'north') as TicketView,
  );
  expect(shown).toMatchObject({
    ...{ id: order.id, number: '0001', note: 'ring twice', channel: 'app', status: 'assigned', mustBeSeen: true },
    ...{ readyBy: after(300), nextStartAt: noon, promisedAt: order.promisedAt },
    collect: { by: 'own', courierId: null, leg: 'unassigned' },
    can: ['accept', 'start', 'delay', 'reject'],
    diner: { name: 'Guest', phone: '138****0001' },
  });
  expect(shown!.stations).toMatchObject([
    {
      ...{ station: 'wok', startAt: noon, can: ['start'] },
      lines: [{ dishId: 'noodles', note: 'no leek', options: [{ name: 'Hot', quantity: 2 }] }],
    },
    { station: 'pot', startAt: after(180), lines: [{ dishId: 'soup' }] },
  ]);
  expect(JSON.stringify(shown)).not.toMatch(/13800000001|Garden/);
});

test('a screen that shows a ticket has it marked as seen; a ticket seen by nobody alarms the console once', async () => {
  await house.outlet('north');
  const { ack } = house.views[0]!;
  const order = await house.place();
  const item = house.views[0]!.present(order, 'north')!;
  expect([ack!.withinMs, ack!.needs(item)]).toEqual([5000, true]);
  await Promise.all([ack!.onLate(item, 'north'), ack!.onLate(item, 'north')]);
  expect((await house.orders.need(order.id)).alarms).toEqual(['unseen']);
  expect(await count(order.id, 'order.escalated')).toBe(1);
  const screen = house.screen('north');
  const tickets = screen.watch<Wire<TicketView>>('tickets', 'north');
  await until(tickets, () => tickets.get(order.id)?.seenAt);
  const seen = await house.orders.need(order.id);
  expect([seen.alarms, seen.kitchen!.seenAt]).toEqual([[], noon]);
  expect(seen.log.find(({ name }) => name === 'order.seen')!.data).toEqual({ screenId: 'north-screen' });
  await ack!.onLate(item, 'north');
  expect((await house.orders.need(order.id)).alarms).toEqual([]);
});

test('an outlet without a screen is not waited for', async () => {
  await house.outlet('north', { hasScreen: false, autoAccept: true });
  const order = await house.place();
  expect(house.views[0]!.present(order, 'north')).toMatchObject({ mustBeSeen: false });
  await house.pass(60);
  expect(await house.orders.need(order.id)).toMatchObject({ status: 'accepted', alarms: [] });
});

test('a ticket that was accepted without a person and seen by nobody alarms the console even when nobody waits for it any more', async () => {
  await house.outlet('north', { autoAccept: true });
  const { id } = await house.place();
  await house.pass(29);
  expect(await house.orders.need(id)).toMatchObject({ status: 'accepted', alarms: [] });
  await house.pass(11);
  await house.pass(60);
  expect((await house.orders.need(id)).alarms).toEqual(['unseen']);
  expect(await count(id, 'order.escalated')).toBe(1);
});

test('a cook works on a socket: tickets come, deeds answer the ticket, and it goes when it is handed over', async () => {
  await two();
  const screen = house.screen('north');
  const tickets = screen.watch<Wire<TicketView>>('tickets', 'north');
  const south = house.screen('south').watch<Wire<TicketView>>('tickets', 'south');
  await Promise.all([tickets.settled(), south.settled()]);
  const order = await house.place({ ...atCounter, lines: both });
  await until(tickets, () => tickets.get(order.id)?.seenAt);
  const body = { outletId: 'north', orderId: order.id };
  for (const deed of ['accept', 'start', 'ready']) {
    const answer = await screen.do<Wire<TicketView>>(`kitchen.${deed}`, body);
    await until(tickets, () => tickets.get(order.id)?.version === answer.version);
    expect(tickets.get(order.id)).toEqual(answer);
  }
  expect(tickets.get(order.id)!.can).toEqual(['recall', 'hand_over']);
  await screen.do('kitchen.hand_over', body);
  await until(tickets, () => !tickets.get(order.id));
  expect(south.items()).toEqual([]);
  await expect(screen.do('kitchen.accept', { ...body, outletId: 'south' })).rejects.toMatchObject({
    code: 'forbidden',
  });
});
