/** What the bots sent and what they were told: the report is made from this against the API, never from the server's own counters. */
import type { ScriptOrder } from './city/script.ts';

export interface Entry {
  order: ScriptOrder;
  /** Which channel and shop it was sent as, so that the API can be asked for it. */
  channel: string;
  externalId: string;
  sent: number;
  /** Answers that said the order is taken. */
  acknowledged: number;
  /** Every order id the answers named. */
  orderIds: Set<string>;
  /** When the message that lets it be cooked was first sent (the payment of an order that must be paid first), wall ms. */
  sentForCookingMs: number;
  ackMs: number[];
  cancelAsked: boolean;
}

export interface Sighting {
  wallMs: number;
  outletId: string;
}

/** One ledger for all bots. */
export function createLedger() {
  const entries = new Map<string, Entry>();
  /** Order id → every outlet screen's first sight of its ticket. */
  const tickets = new Map<string, Sighting[]>();
  const routePushMs: number[] = [];
  const refusals: string[] = [];
  return {
    entries,
    tickets,
    routePushMs,
    /** Refusals that were asked for: a wrong signature must be refused. */
    refusals,
    enter(order: ScriptOrder, { channel, externalId }: { channel: string; externalId: string }): Entry {
      const entry: Entry = {
        order,
        channel,
        externalId,
        sent: 0,
        acknowledged: 0,
        orderIds: new Set(),
        sentForCookingMs: Date.now(),
        ackMs: [],
        cancelAsked: false,
      };
      entries.set(`${channel}|${externalId}`, entry);
      return entry;
    },
    sawTicket(orderId: string, sighting: Sighting) {
      const seen = tickets.get(orderId) ?? [];
      if (seen.some(other => other.outletId === sighting.outletId)) return;
      tickets.set(orderId, [...seen, sighting]);
    },
  };
}
export type Ledger = ReturnType<typeof createLedger>;
