/** Meituan takeout (open platform, self-built systems): form pushes with an MD5 signature, answered {"data":"ok"}. */
import Big from 'big.js';
import type { LegStatus, OrderStatus } from '../../../../contract/orders.ts';
import { Reply } from '../../../../infra/http/route.ts';
import { isId, textOf } from '../../rules/text.ts';
import type {
  Account,
  Adapter,
  Doubt,
  Message,
  Outcome,
  Push,
  RefundStep,
  Sender,
  Trust,
  Verdict,
} from '../adapter.ts';
import { meituanCalls } from './calls.ts';
import { kindOf } from './kind.ts';
import { readOrder } from './order.ts';
import { type Fields, fieldsOf, readings, signedFor } from './signature.ts';

export const meituanAdapter: Adapter = {
  name: 'meituan',
  keepsUnread: true,
  verify,
  parse,
  reply,
  calls: meituanCalls,
};
/** The platform's retry schedule is not published; a push older than this is nobody's retry. */
const staleS = 24 * 3600;

async function verify(push: Push, trust: Trust): Promise<Verdict> {
  const fields = fieldsOf(push.search, push.raw);
  const appId = fields.app_id ?? '';
  const doubtful = (doubt: Doubt): Verdict => ({ ok: false, doubt, keyId: appId || null });
  if (!fields.sig) return doubtful('unsigned');
  const account = appId === '' ? null : await trust.account('meituan', appId);
  if (!account) return doubtful('unknown_key');
  const signed = signedReading(push, account);
  if (!signed) return doubtful('wrong_signature');
  // The platform repeats a push as it was, so a signature seen before is no replay; an old one is.
  if (!(Math.abs(trust.wallNow() / 1000 - Number(signed.fields.timestamp)) <= staleS)) return doubtful('stale');
  const meant = { ...push, name: nameOf(signed.url) };
  believed.set(meant, signed.fields);
  return { ok: true, sender: { channel: 'meituan', keyId: appId, shopIds: [] }, push: meant };
}
/** How a push was read when its signature fitted. */
const believed = new WeakMap<Push, Fields>();

function signedReading({ search, raw }: Push, { callbackUrls, secret }: Account) {
  for (const fields of readings(search, raw)) {
    const url = signedFor(callbackUrls, fields, secret);
    if (url !== null) return { fields, url };
  }
  return null;
}
/** Only the address is signed; the path a push came by is anybody's. */
const nameOf = (url: string) => new URL(url).pathname.split('/').findLast(part => part !== '') ?? '';

function parse(push: Push, { keyId }: Sender): Message {
  const fields = believed.get(push) ?? fieldsOf(push.search, push.raw);
  const { order_id: externalId, app_poi_code: shopId } = fields;
  const kind = kindOf(push.name, fields);
  if (kind === 'ignored') return { kind, why: `${push.name.slice(0, 40)} changes nothing here` };
  if (!isId(externalId)) return malformed('order_id', externalId);
  const subject = { externalId, shopId: null };
  if (kind === 'refund') return refund(fields, subject);
  if (kind === 'cancel')
    return { kind: 'cancel', subject, reason: fields.reason || `reason ${fields.reason_code ?? 'not given'}` };
  if (kind === 'rider') return riding(fields, subject);
  if (kind === 'completed') return { kind: 'progress', subject, to: 'delivered', leg: null, note: 'completed' };
  if (!isId(shopId)) return malformed('app_poi_code', shopId);
  const read = () => readOrder(fields, { raw: textOf(push), appId: keyId });
  const reached = fields.status === '4' ? { reached: 'accepted' as const } : {};
  return { kind: 'order', subject: { externalId, shopId }, read, ...reached };
}

const malformed = (path: string, text: string | undefined): Message => ({
  ...{ kind: 'malformed', issues: [{ path, message: text ? 'is too long' : 'is missing' }] },
});

interface Subject {
  externalId: string;
  shopId: null;
}
const stepOfNotice: Readonly<Record<string, RefundStep>> = {
  apply: 'asked',
  part: 'asked',
  agree: 'given',
  reject: 'refused',
  cancelRefund: 'refused',
  cancelRefundComplaint: 'refused',
};
/** Who decided already, and how: 2, 4, 5, 6 gave it; 1, 3 refused; 7, 8 it was withdrawn. */
const stepOfResult: Readonly<Record<string, RefundStep>> = {
  ...{ '1': 'refused', '2': 'given', '3': 'refused', '4': 'given' },
  ...{ '5': 'given', '6': 'given', '7': 'refused', '8': 'refused' },
};
/** The result push: 3 and 13 succeeded, in full and in part. */
const stepOfStatus: Readonly<Record<string, RefundStep>> = { '3': 'given', '13': 'given' };

function refund(fields: Fields, subject: Subject): Message {
  const { notify_type: notice = '', res_type: result = '', refund_status: status = '' } = fields;
  const step = stepOfStatus[status] ?? stepOfResult[result] ?? stepOfNotice[notice];
  if (!step) return { kind: 'ignored', why: `refund ${notice.slice(0, 40)} ${status.slice(0, 10)}` };
  return {
    kind: 'refund',
    subject,
    // The notices of one refund share its id; where the platform gives none, an order has one refund.
    refundId: fields.refund_id || `${subject.externalId}-refund`,
    step,
    amountFen: fenOf(fields.money),
    reason: fields.reason ?? '',
  };
}

/** Yuan to fen; null where no amount is said: all that is left. */
const fenOf = (yuan: string | undefined): number | null =>
  yuan && /^\d{1,9}(\.\d+)?$/.test(yuan) ? Big(yuan).times(100).round().toNumber() : null;

/** The platform's own couriers: 10 accepted, 15 at the shop, 20 picked up, 40 delivered, 100 gone. */
const rides: Readonly<Record<string, { to: OrderStatus | null; leg: LegStatus | null }>> = {
  '10': { to: null, leg: 'to_pickup' },
  '15': { to: null, leg: 'waiting_at_pickup' },
  '20': { to: 'collected', leg: null },
  '40': { to: 'delivered', leg: null },
  '100': { to: null, leg: 'unassigned' },
};

function riding({ logistics_status: status = '' }: Fields, subject: Subject): Message {
  const known = rides[status];
  if (!known) return { kind: 'ignored', why: `rider ${status.slice(0, 10)}` };
  return { kind: 'progress', subject, ...known, note: `rider ${status}` };
}

/** Whatever was authentic is taken, understood or not: the platform would only send it again. */
function reply(outcome: Outcome): Reply {
  if (outcome.kind === 'doubted')
    return new Reply(200, { data: 'ng', error: { code: 703, msg: `sig error: ${outcome.doubt}` } });
  return new Reply(200, { data: 'ok' });
}
