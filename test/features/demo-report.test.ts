/** What the demo's report calls lost, duplicated and not well. */
import { describe, expect, test } from '@jest/globals';
import type { Script, ScriptOrder } from '../../lab/city/script.ts';
import { createLedger } from '../../lab/ledger.ts';
import type { SeenOrder } from '../../lab/report.ts';
import { counts, foundBy, shortcomings } from '../../lab/tally.ts';

const seen = (order: Partial<SeenOrder>): SeenOrder =>
  ({
    ...{ id: 'o1', channel: 'open', externalId: 'p-1', status: 'delivered', outletId: 'north' },
    ...{ acceptedAt: '2026-03-02T12:00:00.000Z', rejectedFor: null, assignedTimes: 1, ...order },
  }) as SeenOrder;

/** One order, sent and answered; its ticket was seen at these outlets. */
function aRush({ seenAt = ['north'], acknowledged = 1 }: { seenAt?: readonly string[]; acknowledged?: number } = {}) {
  const ledger = createLedger();
  const entry = ledger.enter({ key: '1' } as ScriptOrder, { channel: 'open', externalId: 'p-1' });
  Object.assign(entry, { sent: 1, acknowledged });
  for (const outletId of seenAt) ledger.sawTicket('o1', { wallMs: 0, outletId });
  return (orders: SeenOrder[]) => counts([...ledger.entries.values()], foundBy(orders), { ledger, orders });
}

describe('the report of a rush', () => {
  test('an order answered, stored and seen by its kitchen is neither lost nor duplicated', () => {
    expect(aRush()([seen({})])).toMatchObject({ sent: 1, stored: 1, delivered: 1, lost: 0, duplicated: 0, open: 0 });
  });

  test('an order answered with success that is not in the store is lost', () => {
    expect(aRush()([])).toMatchObject({ lost: 1 });
    expect(aRush({ acknowledged: 0 })([])).toMatchObject({ lost: 0 });
  });

  test('an order that was accepted though no screen ever showed it is lost, also when it was cancelled later', () => {
    expect(aRush({ seenAt: [] })([seen({ status: 'cancelled' })])).toMatchObject({ lost: 1 });
    expect(aRush({ seenAt: [] })([seen({ status: 'cancelled', acceptedAt: null })])).toMatchObject({ lost: 0 });
  });

  test('a ticket at more outlets than were given the order is a duplicate; a transfer is none', () => {
    expect(aRush({ seenAt: ['north', 'south'] })([seen({})])).toMatchObject({ duplicated: 1 });
    expect(aRush({ seenAt: ['north', 'south'] })([seen({ assignedTimes: 2 })])).toMatchObject({ duplicated: 0 });
  });

  test('two orders of one message, and an order nobody sent, are duplicates', () => {
    expect(aRush()([seen({}), seen({ id: 'o2' })])).toMatchObject({ duplicated: 1 });
    expect(aRush()([seen({}), seen({ id: 'o2', externalId: 'p-1-again' })])).toMatchObject({ duplicated: 1 });
  });

  test('a rush in which a kitchen let an order pass, or a recorded day with something undelivered, is not well', () => {
    const rush = { orders: [{ readyMin: null }] } as Script;
    const day = { orders: [{ readyMin: 12 }, { readyMin: 14 }] } as Script;
    expect(shortcomings({ orders: [seen({})], script: rush })).toEqual([]);
    expect(shortcomings({ orders: [seen({ status: 'rejected', rejectedFor: 'not_accepted' })], script: rush })).toEqual(
      ['north let order o1 pass until it was rejected'],
    );
    expect(shortcomings({ orders: [seen({})], script: day })).toEqual([
      '1 orders of the recorded day were not delivered',
    ]);
  });
});
