/** The whole product with two outlets, and partners and platforms that sign as the documents say. */
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pushBody } from '../../lab/platforms/meituan.ts';
import { startTown } from '../support/town.ts';

export interface Key {
  keyId: string;
  secret: string;
}
interface Answer {
  status: number;
  text: string;
  body: Record<string, unknown> & { error?: { code: string; issues?: { path: string }[]; about?: { doubt?: string } } };
}
export interface Signed {
  raw: string;
  timestamp?: string;
  nonce?: string;
  method?: string;
  /** Signed instead of what is sent. */
  signedRaw?: string;
}
export const ordersPath = '/channels/open/orders';
export const cancelsPath = '/channels/open/cancels';
export const meituanApp = {
  appId: '10042',
  secret: 'a secret of the tests',
  callbackUrl: 'https://orders.chain.example/channels/meituan/push',
};

/** Written from docs/channels.md alone, by other means than the product's. */
export function openHeaders(key: Key, path: string, { raw, method = 'POST', signedRaw = raw, ...own }: Signed) {
  const timestamp = own.timestamp ?? String(Math.floor(Date.now() / 1000));
  const nonce = own.nonce ?? randomBytes(8).toString('hex');
  const text = Buffer.from([timestamp, nonce, method, path, signedRaw].join('\n'), 'utf8');
  return {
    'content-type': 'application/json',
    'x-huidan-key': key.keyId,
    'x-huidan-timestamp': timestamp,
    'x-huidan-nonce': nonce,
    'x-huidan-signature': createHmac('sha256', key.secret).update(text).digest('hex'),
  };
}

export async function openHouse() {
  const town = await startTown();
  const as = town.chain.head_office;
  const issue = async (channel: string, shopIds: string[] = []): Promise<Key> => {
    const { body } = await town.ask('POST', '/channel-keys', { as, body: { channel, shopIds } });
    return body as Key;
  };
  const key = await issue('open');
  const push = async (path: string, signed: Signed, by: Key = key): Promise<Answer> =>
    (await town.ask('POST', path, { raw: signed.raw, headers: openHeaders(by, path, signed) })) as Answer;
  return {
    ...town,
    key,
    issue,
    push,
    /** Whole orders and cancels as JSON. */
    order: (over: object = {}, by: Key = key) => push(ordersPath, { raw: JSON.stringify(anOpenOrder(over)) }, by),
    cancel: (body: object, by: Key = key) => push(cancelsPath, { raw: JSON.stringify(body) }, by),
    status: async (query: string, by: Key = key): Promise<Answer> => {
      const path = `${ordersPath}?${query}`;
      const headers = openHeaders(by, path, { raw: '', method: 'GET' });
      return (await town.ask('GET', path, { headers })) as Answer;
    },
    account: (id: string, body: object) => town.ask('PUT', `/channel-accounts/${id}`, { as, body }),
    hq: async (method: string, path: string, body?: object) =>
      (await town.ask(method, path, { as, ...(body ? { body } : {}) })) as Answer,
    meituan: async (what: string, fields: Record<string, string>, app = meituanApp): Promise<Answer> =>
      (await town.ask('POST', `/channels/meituan/${what}`, {
        raw: pushBody(app, fields),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })) as Answer,
    stored: async (channel: string, externalId: string) =>
      (await town.app.orders.find({ channel, externalId, limit: 10 })).orders,
  };
}
export type ChannelsHouse = Awaited<ReturnType<typeof openHouse>>;

export const anOpenOrder = (over: object = {}) => ({
  externalId: 'partner-1',
  shopId: 'shop-north',
  kind: 'pickup',
  placedAt: '2026-11-23T11:59:00+08:00',
  diner: { name: '王女士', phone: '13800000001' },
  lines: [{ externalDishId: 'noodles', name: '牛肉面', quantity: 1, unitPriceFen: 2000 }],
  money: { itemsFen: 2000, packagingFen: 0, deliveryFen: 0, discountFen: 0, totalFen: 2000 },
  payment: 'paid',
  ...over,
});

/** Waits for a state, not for a time. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setImmediate(resolve));
}

export interface Heard {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
/** A partner's server: remembers what it was told, and answers with the status it is given. */
export async function startPartner() {
  const heard: Heard[] = [];
  const state = { status: 200 };
  const hear = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push({ path: request.url!, headers: request.headers, body });
    response.writeHead(state.status).end();
  };
  const server = createServer((request, response) => void hear(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>(resolve => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}/hooks?from=huidan`, heard, state, stop };
}
