/** The open protocol: any partner pushes whole orders and cancels, asks for their state, and is told of changes. See docs/channels.md. */
import { OpenCancel, OpenOrder, OpenQuery } from '../../../../contract/channels.ts';
import type { IncomingOrder } from '../../../../contract/orders.ts';
import { Fault } from '../../../../infra/faults.ts';
import { parseText, textOf } from '../../../../infra/http/json.ts';
import { issuesOf } from '../../../../infra/http/problems.ts';
import { placeOf } from '../../rules/place.ts';
import { isId } from '../../rules/text.ts';
import {
  type Adapter,
  headerOf,
  type Issue,
  type Message,
  type Push,
  type Sender,
  type Trust,
  type Verdict,
} from '../adapter.ts';
import { openCalls } from './calls.ts';
import { reply } from './reply.ts';
import { isSignedBy } from './signature.ts';

export const openAdapter: Adapter = {
  name: 'open',
  shared: true,
  verify,
  parse,
  reply,
  calls: openCalls,
};

const isNonce = /^[\w-]{8,64}$/;
const isTimestamp = /^\d{9,11}$/;
/** Channels that are ours alone: no partner speaks for them. */
const ours = new Set(['app', 'miniprogram', 'phone', 'counter']);

async function verify(push: Push, trust: Trust): Promise<Verdict> {
  const given = {
    keyId: headerOf(push, 'x-huidan-key'),
    timestamp: headerOf(push, 'x-huidan-timestamp'),
    nonce: headerOf(push, 'x-huidan-nonce'),
    signature: headerOf(push, 'x-huidan-signature'),
  };
  const { keyId, timestamp, nonce, signature } = given;
  const doubtful = (doubt: Extract<Verdict, { ok: false }>['doubt']): Verdict => ({
    ok: false,
    doubt,
    keyId: keyId ?? null,
  });
  if (!keyId || !timestamp || !nonce || !signature) return doubtful('unsigned');
  if (!isNonce.test(nonce) || !isTimestamp.test(timestamp)) return doubtful('unsigned');
  const key = await trust.key(keyId);
  if (!key || ours.has(key.channel)) return doubtful('unknown_key');
  if (!isSignedBy(push, { timestamp, nonce, signature }, key.secret)) return doubtful('wrong_signature');
  // Only a rightly signed nonce counts as used.
  const fresh = trust.fresh(keyId, nonce, Number(timestamp));
  if (fresh !== 'fresh') return doubtful(fresh);
  return { ok: true, sender: { channel: key.channel, keyId, shopIds: key.shopIds } };
}

function parse(push: Push, sender: Sender): Message {
  if (push.method === 'GET') return query(push);
  let text: string;
  let body: unknown;
  try {
    text = textOf(push.raw);
    body = parseText(text);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const issues = error.about.issues as Issue[] | undefined;
    return issues ? { kind: 'malformed', issues } : malformed('body', error.message);
  }
  if (push.name === 'orders') return orderIn(body, sender, text);
  if (push.name !== 'cancels') return malformed('path', `there is nothing to push at ${push.name.slice(0, 40)}`);
  const cancel = OpenCancel.safeParse(body);
  if (!cancel.success) return { kind: 'malformed', issues: issuesOf(cancel.error, 'body') };
  const { externalId, shopId, reason } = cancel.data;
  return { kind: 'cancel', subject: { externalId, shopId }, reason };
}

/** The ids first: a repeat is answered without reading the rest. */
function orderIn(body: unknown, { channel }: Sender, raw: string): Message {
  const { externalId, shopId = '' } = (body ?? {}) as { externalId?: unknown; shopId?: unknown };
  const whole = () => OpenOrder.safeParse(body);
  if (!isId(externalId) || !(shopId === '' || isId(shopId))) {
    const read = whole();
    return { kind: 'malformed', issues: read.success ? [] : issuesOf(read.error, 'body') };
  }
  return {
    kind: 'order',
    subject: { externalId, shopId },
    read: () => {
      const read = whole();
      if (!read.success) return { ok: false, issues: issuesOf(read.error, 'body') };
      const order = incoming(read.data, channel, raw);
      if (order.deliveredBy !== 'own' || order.dropOff) return { ok: true, order };
      return { ok: false, issues: [{ path: 'body.dropOff', message: 'A delivery by us needs a place to go to' }] };
    },
  };
}

/** Written out field by field: it is made for every order of a rush. */
function incoming(order: OpenOrder, channel: string, raw: string): IncomingOrder {
  const made: IncomingOrder = {
    channel,
    shopId: order.shopId,
    externalId: order.externalId,
    kind: order.kind,
    deliveredBy: order.kind === 'delivery' ? (order.deliveredBy ?? 'own') : 'none',
    placedAt: order.placedAt,
    diner: order.diner,
    lines: order.lines,
    money: order.money,
    payment: order.payment,
    raw,
  };
  if (order.outletId !== undefined) made.outletId = order.outletId;
  if (order.wantedAt !== undefined) made.wantedAt = order.wantedAt;
  if (order.note !== undefined) made.note = order.note;
  if (order.dropOff) made.dropOff = placeOf(order.dropOff);
  return made;
}

function query({ search }: Push): Message {
  const read = OpenQuery.safeParse(Object.fromEntries(new URLSearchParams(search)));
  return read.success
    ? { kind: 'query', subject: read.data }
    : { kind: 'malformed', issues: issuesOf(read.error, 'query') };
}

const malformed = (path: string, message: string): Message => ({ kind: 'malformed', issues: [{ path, message }] });
