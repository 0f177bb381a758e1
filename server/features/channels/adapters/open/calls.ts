/** What a partner hears: one webhook per change of its order, in order, signed as the partner signs. */
import { randomBytes } from 'node:crypto';
import { type OpenEvent, OpenEventName } from '../../../../contract/channels.ts';
import type { Fact } from '../../../../contract/common.ts';
import { type Order, OrderStatus } from '../../../../contract/orders.ts';
import { nowOf, type OrderNow } from '../../rules/now.ts';
import type { Calling, Outbound, Sent, Step } from '../adapter.ts';
import { signatureOf } from './signature.ts';

const told: readonly string[] = OpenEventName.options;

const stepId = ({ name, v }: Pick<Fact, 'name' | 'v'>) => `${name}.${v}`;

/** An order as its partner may see it. */
export const statusOf = (order: OrderNow) => ({
  orderId: order.id,
  externalId: order.externalId,
  shopId: order.shopId,
  status: order.status,
  outletId: order.outletId,
  number: order.number,
  promisedAt: order.promisedAt,
  updatedAt: order.updatedAt,
});

export const openCalls: Outbound = {
  appIdOf: () => '',
  reaches: account => account.webhookUrl !== null,
  owed: order =>
    order.log
      .filter(fact => told.includes(fact.name) && fact.actor.kind !== 'channel')
      .map(fact => ({
        id: stepId(fact),
        call: fact.name,
        at: fact.at,
        reason: typeof fact.data.reason === 'string' ? fact.data.reason : null,
      })),
  send,
};

async function send(step: Step, { order, account, fetch, keys, wallNow }: Calling): Promise<Sent> {
  const key = keys.at(-1);
  if (!key) return { kind: 'refused', why: 'the channel has no live key to sign with' };
  const url = new URL(account.webhookUrl!);
  const body = JSON.stringify(eventOf(step, order));
  const [timestamp, nonce] = [String(Math.floor(wallNow() / 1000)), randomBytes(12).toString('hex')];
  const target = url.pathname + url.search;
  const answer = await fetch(url.href, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-huidan-key': key.keyId,
      'x-huidan-timestamp': timestamp,
      'x-huidan-nonce': nonce,
      'x-huidan-signature': signatureOf({ timestamp, nonce, method: 'POST', target, raw: body }, key.secret),
    },
  });
  if (answer.status >= 200 && answer.status < 300) return { kind: 'done' };
  const why = `answered ${answer.status}`;
  // Gone for good; anything else a partner may mend.
  return answer.status === 410 ? { kind: 'refused', why } : { kind: 'retry', why };
}

function eventOf(step: Step, order: Order): OpenEvent {
  const { updatedAt: _, ...now } = statusOf(nowOf(order));
  const shown = { ...now, ...thenOf(step, order) };
  return {
    eventId: `${order.id}.${step.id}`,
    event: step.call as OpenEventName,
    at: step.at,
    order: shown,
    reason: step.reason,
  };
}

/** As it was then: the same event reads the same however late it is sent. */
function thenOf({ id }: Step, { log, promisedAt: now }: Order): Pick<Order, 'status' | 'promisedAt'> {
  const at = log.findIndex(({ name, v }) => stepId({ name, v }) === id);
  const states = log.slice(0, at + 1).map(({ name }) => OrderStatus.safeParse(name.slice('order.'.length)).data);
  // What is promised anew is written in the same version, behind what made it so.
  const promised = log.findLast(({ name, v }) => name === 'order.promised' && v <= log[at]!.v)?.data.promisedAt;
  return {
    status: states.findLast(state => state !== undefined)!,
    promisedAt: promised instanceof Date ? promised : now,
  };
}
