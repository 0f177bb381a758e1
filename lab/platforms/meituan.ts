/**
 * A takeout platform that pushes as Meituan's open platform does: form fields encoded twice, signed by MD5 over the registered callback URL, the
 * sorted plain values and the app's secret. It also answers the calls a merchant makes (confirm, ready, …) and counts them.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import gcoordModule from 'gcoord';
import { dishes } from '../city/dishes.ts';
import type { ScriptOrder } from '../city/script.ts';

/** Its types say there is a default inside the default; at run time there is not. */
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

export interface MeituanApp {
  appId: string;
  secret: string;
  /** As registered with the platform, without query. */
  callbackUrl: string;
}

type Fields = Record<string, string>;

/** MD5 over `url?sorted k=v&…` and the secret; values plain, `sig` left out, empty values kept. */
export function signed(url: string, fields: Fields, secret: string): string {
  const joined = Object.keys(fields)
    .filter(key => key !== 'sig')
    .sort()
    .map(key => `${key}=${fields[key]}`)
    .join('&');
  return createHash('md5').update(`${url}?${joined}${secret}`).digest('hex');
}

/** The body of a push: every value URL-encoded once more inside the form. */
export function pushBody(app: MeituanApp, fields: Fields): string {
  const all: Fields = { ...fields, app_id: app.appId, timestamp: String(Math.floor(Date.now() / 1000)) };
  all.sig = signed(app.callbackUrl, all, app.secret);
  return new URLSearchParams(
    Object.entries(all).map(([key, value]): [string, string] => [key, encodeURIComponent(value)]),
  ).toString();
}

const yuan = (fen: number) => (fen / 100).toFixed(2);

/** A paid order as pushed: ids beyond 2^53, money partly in yuan and partly in fen, places in GCJ-02. */
export function orderFields(
  order: ScriptOrder,
  { platformId, placedAt }: { platformId: string; placedAt: Date },
): Fields {
  const [lng, lat] = gcoord.transform([order.point.lng, order.point.lat], gcoord.WGS84, gcoord.GCJ02) as [
    number,
    number,
  ];
  const items = order.lines.map(itemOf);
  const itemsFen = items.reduce((sum, item) => sum + item.priceFen * item.quantity, 0);
  const shippingFen = order.kind === 'delivery' ? 500 : 0;
  const placedS = String(Math.floor(placedAt.getTime() / 1000));
  return {
    order_id: platformId,
    wm_order_id_view: platformId,
    app_poi_code: order.outletId!,
    status: '2',
    day_seq: order.key,
    total: yuan(itemsFen + shippingFen + 100),
    original_price: yuan(itemsFen + shippingFen + 100),
    shipping_fee: yuan(shippingFen),
    package_bag_money: '100',
    ctime: placedS,
    utime: placedS,
    delivery_time: '0',
    estimate_arrival_time: String(Number(placedS) + 45 * 60),
    pay_type: '2',
    pick_type: order.kind === 'pickup' ? '1' : '0',
    logistics_code: '0000',
    recipient_name: `${order.diner.name}(先生)`,
    recipient_phone: `${order.diner.phone}_${order.key}`,
    recipient_address: `${order.address}@#上海市`,
    longitude: String(lng),
    latitude: String(lat),
    caution: '少放辣，谢谢 &=+% 🍚',
    dinners_number: '1',
    has_invoiced: '0',
    detail: JSON.stringify(items.map(({ priceFen: _, ...item }) => item)),
    extras: '[{}]',
    poi_receive_detail: JSON.stringify({
      wmPoiReceiveCent: Math.round(itemsFen * 0.85),
      foodShareFeeChargeByPoi: Math.round(itemsFen * 0.15),
    }),
  };
}

function itemOf(line: ScriptOrder['lines'][number], i: number) {
  const dish = dishes[line.dish]!;
  const option = line.option === null ? undefined : dish.options?.[line.option];
  const priceFen = dish.priceFen + (option?.priceFen ?? 0);
  return {
    app_food_code: dish.id,
    food_name: dish.name,
    sku_id: dish.id,
    quantity: line.quantity,
    price: Number(yuan(priceFen)),
    priceFen,
    box_num: 1,
    box_price: 0,
    unit: '份',
    food_property: option?.name ?? '',
    cart_id: 0,
    spec: option?.name ?? '',
    id: i,
  };
}

/** The cancel push: who cancelled and why, by the platform's codes. */
export const cancelFields = (platformId: string): Fields => ({
  order_id: platformId,
  reason_code: '1101',
  reason: '用户取消：不想要了',
});

/** What the platform can say of an order when it is asked for it whole, by its id. */
type Details = Map<string, Fields>;
interface Platform {
  app: { appId: string; secret: string };
  calls: Record<string, number>;
  details: Details;
}

/** The platform's side of the merchant's calls; `calls` counts them by path, wrong signatures apart; it knows the app once it is told (`trust`). */
export async function startMeituan(app: { appId: string; secret: string }) {
  const platform: Platform = { app, calls: {}, details: new Map() };
  const server = createServer((request, response) => {
    void answer(request, platform).then(body =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    calls: platform.calls,
    details: platform.details,
    trust(other: { appId: string; secret: string }) {
      platform.app = other;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

async function answer(request: IncomingMessage, { app, calls, details }: Platform) {
  const url = new URL(request.url!, `http://${request.headers.host}`);
  let body = '';
  for await (const chunk of request) body += chunk;
  const fields = Object.fromEntries([...url.searchParams, ...new URLSearchParams(body)]);
  const right = signed(`${url.origin}${url.pathname}`, fields, app.secret) === fields.sig;
  const name = right ? url.pathname.replace('/api/v1/', '') : 'wrong_signature';
  calls[name] = (calls[name] ?? 0) + 1;
  if (right && name === 'order/getOrderDetail') return { data: details.get(fields.order_id ?? '') ?? null };
  return right ? { data: 'ok' } : { data: 'ng', error: { code: 703, msg: 'sig错误' } };
}
