/** The intake alone: what it asks of the outlets, and whose the hold is when an order comes again. */
import { expect, test } from '@jest/globals';
import type { Order } from '../../server/contract/orders.ts';
import { createIntake } from '../../server/features/channels/intake/intake.ts';
import { createRecent } from '../../server/features/channels/intake/recent.ts';
import { createLog } from '../../server/infra/log.ts';
import { aDraft, anIncoming, someLines } from './orders.kit.ts';

/** Outlets that always choose `north`, and a store that already holds this order (or none). */
function aHouse(stored: Partial<Order> | null, { failures = 0, lost = 0, isNew = true } = {}) {
  const asked = { admitted: 0, inserted: 0, released: [] as string[], noted: [] as string[] };
  const orders = {
    draft: () => aDraft(),
    get: async () => null,
    allOpen: async () => (stored ? [{ ...aDraft(), ...stored }] : []),
    async insertBehind(held: Promise<boolean>, order: Order) {
      if (!(await held)) return null;
      if (asked.inserted++ < failures) throw new Error('the disk is full');
      return stored ? { order: { ...order, ...stored }, repeated: true } : { order, repeated: false };
    },
  };
  const outlets = {
    async admit(order: Order): Promise<{ order: Order; held: Promise<boolean>; isNew: boolean }> {
      const held = Promise.resolve(asked.admitted++ >= lost);
      return { order: { ...order, status: 'assigned', outletId: 'north', number: '0001' }, held, isNew };
    },
  };
  const boards = { release: async (outletId: string) => void asked.released.push(outletId) };
  const catalog = {
    linesOf: () => someLines(),
    noteUnmapped: async (order: Order) => void asked.noted.push(order.id),
    boards,
  };
  const needs = { orders, outlets, catalog, recent: createRecent(), log: createLog('silent') } as unknown as Parameters<
    typeof createIntake
  >[0];
  return { ...createIntake(needs), asked };
}

test('ten at once ask for one place and store one order', async () => {
  const house = aHouse(null);
  const taken = await Promise.all(Array.from({ length: 10 }, () => house.take(anIncoming())));
  expect(taken.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(house.asked).toMatchObject({ admitted: 1, inserted: 1, released: [] });
});

test('a task that a crash behind the answer has lost is opened after the start', async () => {
  const house = aHouse({ id: 'strange', alarms: ['unmapped'] });
  await house.recover();
  expect(house.asked.noted).toEqual(['strange']);
});

test('one that failed is tried afresh when it comes again', async () => {
  const house = aHouse(null, { failures: 1 });
  await expect(house.take(anIncoming())).rejects.toThrow('the disk is full');
  expect((await house.take(anIncoming())).repeated).toBe(false);
});

test('an outlet lost to a race is asked for again, and only what is held is stored', async () => {
  const house = aHouse(null, { lost: 2 });
  expect((await house.take(anIncoming())).repeated).toBe(false);
  expect(house.asked).toMatchObject({ admitted: 3, inserted: 1 });
});

test('races lost again and again are told: nothing is stored', async () => {
  const house = aHouse(null, { lost: 100 });
  await expect(house.take(anIncoming())).rejects.toMatchObject({ code: 'unavailable' });
  expect(house.asked).toMatchObject({ admitted: 10, inserted: 0 });
});

test.each([
  ['is cooked at the same outlet: the hold is its own', { status: 'accepted', outletId: 'north' }, []],
  ['sits at another outlet', { status: 'accepted', outletId: 'south' }, ['north']],
  ['still waits for an outlet', { status: 'queued', outletId: null }, ['north']],
  ['was cancelled at the same outlet', { status: 'cancelled', outletId: 'north' }, ['north']],
  ['is ready at the same outlet', { status: 'ready', outletId: 'north' }, ['north']],
])('a repeat of an order that %s', async (_, stored, released) => {
  const house = aHouse(stored as Partial<Order>);
  expect((await house.take(anIncoming())).repeated).toBe(true);
  expect(house.asked.released).toEqual(released);
});

test('a cooked order whose own hold is still there keeps it: its portions are eaten', async () => {
  const house = aHouse({ status: 'ready', outletId: 'north' }, { isNew: false });
  await house.take(anIncoming());
  expect(house.asked.released).toEqual([]);
});
