/** The channels' collections: accounts with platforms, messages kept aside, and what is owed to a platform or partner per order. */
import { z } from 'zod';
import { At, Fact, Id } from '../../contract/common.ts';
import { type CollectionSpec, collection, type Db, type Doc, type Store } from '../../infra/store/port.ts';
import { pages } from '../../infra/store/whole.ts';

export const StoredAccount = z.object({
  id: Id,
  version: z.number().int(),
  channel: z.string(),
  appId: z.string(),
  /** Sealed; null: none was given yet. */
  sealedSecret: z.string().nullable(),
  apiUrl: z.string().nullable(),
  callbackUrls: z.array(z.string()),
  webhookUrl: z.string().nullable(),
  active: z.boolean(),
  log: z.array(Fact),
});
export type StoredAccount = z.infer<typeof StoredAccount>;

/** An authentic message that waits: not understood, or about an order that has not come yet. */
export const KeptMessage = z.object({
  id: Id,
  version: z.number().int(),
  channel: z.string(),
  adapter: z.string(),
  push: z.string(),
  /** The account or key it was signed with; messages of earlier versions do not say. */
  keyId: z.string().optional(),
  method: z.string(),
  search: z.string(),
  raw: z.string(),
  reason: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
  /** `early`: about an order that has not come yet. */
  status: z.enum(['early', 'degraded', 'open', 'replayed', 'dismissed']),
  /** `channel|external id` of an early message's order; null otherwise. */
  about: z.string().nullable(),
  receivedAt: At,
  orderId: z.string().nullable(),
  log: z.array(Fact),
});
export type KeptMessage = z.infer<typeof KeptMessage>;

const StepState = z.object({
  id: z.string(),
  call: z.string(),
  status: z.enum(['due', 'done', 'refused', 'skipped']),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
});
/** What a platform is told about one order, in the order it happened; the id is the order's. */
export const Outbox = z.object({
  id: Id,
  version: z.number().int(),
  channel: z.string(),
  state: z.enum(['due', 'idle', 'parked']),
  steps: z.array(StepState),
  /** When to send (again); null: nothing to send. */
  wakeAt: At.nullable(),
  /** A process is sending until then, in wall time. */
  claimedUntil: At.nullable(),
  log: z.array(Fact),
});
export type Outbox = z.infer<typeof Outbox>;
export type StepState = z.infer<typeof StepState>;

export const accountSpec = collection('channel_accounts', StoredAccount, { ranges: { all: ['id'] } });
export const messageSpec = collection('kept_messages', KeptMessage, { ranges: { byStatus: ['status', 'receivedAt'] } });
export const outboxSpec = collection('outboxes', Outbox, {
  ranges: { due: ['wakeAt'], byState: ['state', 'id'] },
});
export const channelsSpecs = [accountSpec, messageSpec, outboxSpec] as unknown as CollectionSpec<Doc>[];

export function channelsStore(db: Db) {
  const [accounts, messages, outboxes] = [db.of(accountSpec), db.of(messageSpec), db.of(outboxSpec)];
  return {
    accounts: { ...accounts, list: () => accounts.range('all', {}, { limit: 1000 }) },
    messages: {
      ...messages,
      withStatus: (status: KeptMessage['status'], limit = 500) =>
        messages.range('byStatus', { status }, { limit, order: 'desc' }),
      /** Every early one, the oldest first, page by page. */
      early: () => pages(messages, 'byStatus', { status: 'early' }),
    },
    outboxes: {
      ...outboxes,
      due: (now: Date, limit: number) => outboxes.range('due', { wakeAt: { to: now } }, { limit }),
      parked: () => outboxes.range('byState', { state: 'parked' }, { limit: 500, order: 'desc' }),
    },
  };
}
export type ChannelsStore = ReturnType<typeof channelsStore>;
export type Outboxes = Store<Outbox>;
