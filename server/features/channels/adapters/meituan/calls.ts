/** What Meituan must hear: confirm, cancel, prepared, and the ride of our own couriers. Each call is repeatable. */
import gcoordModule from 'gcoord';
import type { Fact } from '../../../../contract/common.ts';
import type { Order } from '../../../../contract/orders.ts';
import { cutTo } from '../../rules/text.ts';
import type { Calling, Outbound, Push, Sent, Step } from '../adapter.ts';
import { keepingIds, Pushed } from './form.ts';
import { type Fields, fieldsOf, sigOf } from './signature.ts';

const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

/** Reasons of a merchant's cancel: 2007 is "other". */
const otherReason = '2007';
/** The state has been reached already, or the order is gone: asking again would not help, and nothing is wrong. */
const alreadySo = new Set([808]);
const tryAgain = new Set([711]);

export const meituanCalls: Outbound = {
  // The app that pushed it: a chain may have several, one per brand. Orders of earlier versions say it in their text alone.
  appIdOf: ({ appId, raw }) => appId ?? /(?:^|[?&])app_id=([\w-]{1,100})/.exec(raw)?.[1] ?? '',
  reaches: account => account.apiUrl !== null && account.secret !== '',
  owed: order => order.log.flatMap(fact => stepsOf(fact, order)),
  send,
  fetchOrder,
};

/** A fact that the platform itself told us of is not told back. */
function stepsOf(fact: Fact, order: Order): Step[] {
  if (fact.actor.kind === 'channel') return [];
  const call = callFor(fact, order);
  if (!call) return [];
  return [
    {
      id: `${call}.${fact.v}`,
      call,
      at: fact.at,
      reason: typeof fact.data.reason === 'string' ? fact.data.reason : null,
    },
  ];
}

/** A refund is answered only where the diner asked for it through the platform. */
function callFor({ name, data }: Fact, { deliveredBy, log }: Order): string | null {
  if (name === 'order.refund_answered') {
    const isAsked = log.some(({ name: asked, actor }) => asked === 'order.refund_asked' && actor.id === 'meituan');
    if (!isAsked) return null;
    return data.answer === 'refused' ? 'order/refund/reject' : 'order/refund/agree';
  }
  if (name === 'order.accepted') return 'order/confirm';
  if (name === 'order.rejected' || name === 'order.cancelled') return 'order/cancel';
  if (name === 'order.ready') return deliveredBy === 'platform' ? 'order/preparationMealComplete' : null;
  if (deliveredBy !== 'own') return null;
  if (name === 'order.collected') return 'order/delivering';
  return name === 'order.delivered' ? 'order/arrived' : null;
}

async function send(step: Step, { order, account, fetch, wallNow }: Calling): Promise<Sent> {
  const fields: Fields = {
    order_id: order.externalId,
    ...(step.call === 'order/cancel' ? { reason_code: otherReason, reason: step.reason ?? '' } : {}),
    ...(step.call.startsWith('order/refund/') ? { reason: step.reason ?? 'answered by the shop' } : {}),
    ...(step.call === 'order/delivering' ? placeFields(order) : {}),
  };
  const { status, text } = await fetch(signedUrl(step.call, fields, { account, wallNow }), { method: 'GET' });
  if (status !== 200) return { kind: 'retry', why: `answered ${status}` };
  return meaning(text);
}

/** The whole order as the form a push would have been; what the platform still cannot say stays with the next try. */
async function fetchOrder(push: Push, { account, fetch, wallNow }: Omit<Calling, 'order'>): Promise<string | null> {
  const orderId = fieldsOf(push.search, push.raw).order_id ?? '';
  const { status, text } = await fetch(signedUrl('order/getOrderDetail', { order_id: orderId }, { account, wallNow }), {
    method: 'GET',
  });
  if (status !== 200) return null;
  const { data } = JSON.parse(keepingIds(text)) as { data?: unknown };
  return typeof data === 'object' && data !== null ? formOf(data as Record<string, unknown>) : null;
}

/** What a pushed order says of itself; an answer tells more, also in words that mean something else in a push. */
const said = [...Object.keys(Pushed.shape), 'status', 'incmp_code'];
function formOf(data: Record<string, unknown>): string {
  const known = said.filter(name => Object.hasOwn(data, name) && data[name] !== null);
  return new URLSearchParams(
    known.map((name): [string, string] => [name, encodeURIComponent(textOf(data[name]))]),
  ).toString();
}
const textOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** app_id, timestamp and the signature over the whole go into the query. */
function signedUrl(call: string, own: Fields, { account, wallNow }: Pick<Calling, 'account' | 'wallNow'>): string {
  const url = `${account.apiUrl}/${call}`;
  const fields: Fields = { app_id: account.appId, timestamp: String(Math.floor(wallNow() / 1000)), ...own };
  return `${url}?${new URLSearchParams({ ...fields, sig: sigOf(url, fields, account.secret) })}`;
}

const placeFields = ({ dropOff }: Order): Fields => {
  if (!dropOff) return {};
  const { lng, lat } = dropOff.point;
  const [longitude, latitude] = gcoord.transform([lng, lat], gcoord.WGS84, gcoord.GCJ02) as [number, number];
  return { longitude: longitude.toFixed(6), latitude: latitude.toFixed(6) };
};

function meaning(text: string): Sent {
  try {
    const { data, error } = JSON.parse(text) as { data?: unknown; error?: { code?: number; msg?: string } };
    if (data === 'ok' || data === 'OK') return { kind: 'done' };
    const code = Number(error?.code);
    if (alreadySo.has(code)) return { kind: 'done' };
    const why = cutTo(`${code} ${error?.msg ?? ''}`, 200);
    return tryAgain.has(code) || !Number.isFinite(code) ? { kind: 'retry', why } : { kind: 'refused', why };
  } catch {
    return { kind: 'retry', why: 'the answer is not JSON' };
  }
}
