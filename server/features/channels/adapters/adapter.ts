/** An adapter's face: how a platform proves itself, what it says, how it wants to be answered and told. One file and one line per platform. */
import type { IncomingOrder, LegStatus, Order, OrderStatus } from '../../../contract/orders.ts';
import type { Reply } from '../../../infra/http/route.ts';
import type { OrderNow } from '../rules/now.ts';

/** A message as it came. `name` is the last part of the path: /channels/meituan/orders → orders. */
export interface Push {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: Buffer;
  readonly requestId: string;
}

export interface Issue {
  path: string;
  message: string;
}

/** Why a push is not believed. */
export type Doubt = 'unsigned' | 'unknown_key' | 'wrong_signature' | 'stale' | 'replayed' | 'not_your_shop';

/** Who sent it: the channel its orders belong to, and the account or key it was signed with. */
export interface Sender {
  channel: string;
  keyId: string;
  /** Shops it may speak for; empty: all. */
  shopIds: readonly string[];
}
/** `push`: as it is meant, where a platform signs the address it was sent to and not the path it came by. */
export type Verdict = { ok: true; sender: Sender; push?: Push } | { ok: false; doubt: Doubt; keyId: string | null };

/** What an adapter may ask of us to verify a push. Wall time: signatures are not part of the business clock. */
export interface Trust {
  key(keyId: string): Promise<{ channel: string; secret: string; shopIds: readonly string[] } | null>;
  account(channel: string, appId: string): Promise<Account | null>;
  /** Counts the nonce as used: ask only when the signature was right. */
  fresh(scope: string, nonce: string, signedAtS: number): 'fresh' | 'stale' | 'replayed';
  wallNow(): number;
}

/** Our account with a platform, its secret open. */
export interface Account {
  id: string;
  channel: string;
  appId: string;
  secret: string;
  apiUrl: string | null;
  callbackUrls: readonly string[];
  webhookUrl: string | null;
}

/** Which order a message is about. `shopId` null: the platform does not say; its order ids are unique among all shops. */
export interface Subject {
  shopId: string | null;
  externalId: string;
}
export type Read = { ok: true; order: IncomingOrder } | { ok: false; issues: Issue[]; degraded?: boolean };

/** What a message says. An order is read in full only when it is not known yet, so that repeats stay cheap; `reached`: it is that far already. */
export type Message =
  | { kind: 'order'; subject: Subject & { shopId: string }; read: () => Read; reached?: OrderStatus }
  | { kind: 'cancel'; subject: Subject; reason: string }
  | { kind: 'refund'; subject: Subject; refundId: string; step: RefundStep; amountFen: number | null; reason: string }
  | { kind: 'progress'; subject: Subject; to: OrderStatus | null; leg: LegStatus | null; note: string }
  | { kind: 'query'; subject: Subject }
  | { kind: 'ignored'; why: string }
  | { kind: 'malformed'; issues: Issue[] };
/** `amountFen` null with any of these: all that is left. */
export type RefundStep = 'asked' | 'given' | 'refused';

/** What became of a push, for the adapter to say in its platform's words. `noted`: it waits for its order, or there is nothing to do. */
export type Outcome =
  | { kind: 'taken'; order: OrderNow; repeated: boolean }
  | { kind: 'moved'; order: OrderNow }
  | { kind: 'noted' }
  | { kind: 'status'; order: OrderNow }
  | { kind: 'unknown_order' }
  | { kind: 'quarantined'; messageId: string }
  | { kind: 'malformed'; issues: readonly Issue[] }
  | { kind: 'doubted'; doubt: Doubt };

/** One thing to tell the platform, made from a fact of the order's log. */
export interface Step {
  /** Stable: the same fact gives the same id. */
  id: string;
  call: string;
  /** When the fact happened. */
  at: Date;
  reason: string | null;
}
/** `refused`: asking again would not help. */
export type Sent = { kind: 'done' } | { kind: 'refused'; why: string } | { kind: 'retry'; why: string };

export interface HttpAnswer {
  status: number;
  text: string;
}
/** Sends one request within the time limit; throws when nothing was answered. */
export type Fetch = (
  url: string,
  ask: { method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string },
) => Promise<HttpAnswer>;

export interface Calling {
  order: Order;
  account: Account;
  fetch: Fetch;
  /** The keys a partner's webhook may be signed with, newest last. */
  keys: readonly { keyId: string; secret: string }[];
  wallNow: () => number;
}

/** What we tell a platform on our own account. */
export interface Outbound {
  /** Which account an order belongs to. */
  appIdOf(order: Order): string;
  /** Can this account be called at all? */
  reaches(account: Account): boolean;
  /** Everything the order's history obliges us to say, oldest first. Pure. */
  owed(order: Order): Step[];
  send(step: Step, calling: Calling): Promise<Sent>;
  /** Asks the platform for an order whose push came incomplete; answers the text a whole push would have had, null: not now. */
  fetchOrder?(push: Push, calling: Omit<Calling, 'order'>): Promise<string | null>;
}

export interface Adapter {
  readonly name: string;
  /** The same protocol for many channels, each with its own key (the open one). */
  readonly shared?: boolean;
  /** Its sender cannot mend a message: what is not understood is acknowledged, and kept for us to replay. */
  readonly keepsUnread?: boolean;
  verify(push: Push, trust: Trust): Promise<Verdict>;
  parse(push: Push, sender: Sender): Message;
  reply(outcome: Outcome, push: Push): Reply;
  calls?: Outbound;
}

/** The text behind a header, or undefined. */
export const headerOf = ({ headers }: Push, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};
