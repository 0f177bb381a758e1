/** Reads a pushed Meituan order: ids stay text, money is partly yuan and partly fen, places are GCJ-02. */
import Big from 'big.js';
import { z } from 'zod';
import type { IncomingLine, IncomingOrder } from '../../../../contract/orders.ts';
import { wgs84 } from '../../rules/place.ts';
import type { Issue, Read } from '../adapter.ts';
import type { Fields } from './signature.ts';

const yuan = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine(text => /^-?\d+(\.\d+)?$/.test(text), 'must be an amount in yuan')
  .transform(text => Big(text).times(100).round().toNumber());
const fen = z.coerce.number().int();
const seconds = z.coerce.number().int().min(0);
/** Too long a text is no reason to lose a meal. */
const cut = (length: number) =>
  z
    .string()
    .default('')
    .transform(text => text.slice(0, length));
const degrees = z.coerce.number();

const Item = z.object({
  app_food_code: z.coerce.string().default(''),
  sku_id: z.coerce.string().default(''),
  food_name: z
    .string()
    .min(1)
    .transform(text => text.slice(0, 200)),
  quantity: z.coerce.number().int().min(1).max(999),
  price: yuan,
  box_num: z.coerce.number().min(0).max(9999).default(0),
  box_price: yuan.default(0),
  spec: z.string().default(''),
  food_property: z.string().default(''),
});
const Detail = z
  .string()
  .transform((text, issues) => {
    try {
      return JSON.parse(keepingIds(text)) as unknown;
    } catch {
      issues.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(Item).min(1).max(200));

/** Item ids may come as bare numbers beyond 2^53: such a number is read as text. */
export const keepingIds = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, found => (found.startsWith('"') ? found : `"${found}"`));

const Pushed = z.object({
  order_id: z.string().min(1).max(128),
  app_poi_code: z.string().min(1).max(128),
  total: yuan,
  shipping_fee: yuan.default(0),
  package_bag_money: fen.default(0),
  ctime: seconds,
  delivery_time: seconds.default(0),
  pay_type: z.string().default('2'),
  pick_type: z.string().default('0'),
  logistics_code: z.string().default('0000'),
  recipient_name: cut(100),
  recipient_phone: cut(40),
  recipient_address: z.string().default(''),
  longitude: degrees.optional(),
  latitude: degrees.optional(),
  caution: cut(1000),
  detail: Detail,
});
type Pushed = z.output<typeof Pushed>;

/** Codes under which the shop's own couriers ride (console of the platform: self delivery). */
const selfDelivery = new Set(['0000', '00009003']);

export function readOrder(fields: Fields, raw: Buffer): Read {
  const read = Pushed.safeParse({ ...fields });
  if (!read.success)
    return wrong(
      fields,
      read.error.issues.map(({ path, message }) => issue(path.join('.'), message)),
    );
  const place = placeOf(read.data);
  if (place === 'missing') return wrong(fields, [issue('latitude', 'a delivery needs a place to go to')]);
  return { ok: true, order: incoming(read.data, place, raw) };
}
/** The platform says itself when it could not fill in everything: then the order is asked for again. */
const wrong = ({ incmp_code }: Fields, issues: Issue[]): Read => ({
  ...{ ok: false, issues },
  degraded: incmp_code === '-1',
});
const issue = (path: string, message: string): Issue => ({ path, message });

function incoming(order: Pushed, dropOff: IncomingOrder['dropOff'] | null, raw: Buffer): IncomingOrder {
  const lines = order.detail.map(lineOf);
  const itemsFen = lines.reduce((sum, line) => sum + (line.unitPriceFen ?? 0) * line.quantity, 0);
  const boxesFen = order.detail.reduce((sum, item) => sum + Math.round(item.box_num * Math.max(0, item.box_price)), 0);
  const packagingFen = order.package_bag_money + boxesFen;
  const fullFen = itemsFen + packagingFen + order.shipping_fee;
  const isPickup = order.pick_type === '1';
  return {
    channel: 'meituan',
    shopId: order.app_poi_code,
    externalId: order.order_id,
    kind: isPickup ? 'pickup' : 'delivery',
    deliveredBy: isPickup ? 'none' : selfDelivery.has(order.logistics_code) ? 'own' : 'platform',
    placedAt: new Date(order.ctime * 1000),
    ...(order.delivery_time > 0 ? { wantedAt: new Date(order.delivery_time * 1000) } : {}),
    diner: { name: order.recipient_name.replace(/\s*[(（](先生|女士)[)）]\s*$/u, ''), phone: order.recipient_phone },
    ...(dropOff ? { dropOff } : {}),
    lines,
    money: {
      itemsFen,
      packagingFen,
      deliveryFen: order.shipping_fee,
      discountFen: Math.max(0, fullFen - order.total),
      totalFen: Math.max(0, order.total),
    },
    payment: order.pay_type === '1' ? 'on_delivery' : 'paid',
    ...(order.caution === '' ? {} : { note: order.caution }),
    raw: raw.toString('utf8'),
  };
}

function lineOf(item: z.output<typeof Item>): IncomingLine {
  const wishes = [item.spec, item.food_property].filter((text, i, all) => text !== '' && all.indexOf(text) === i);
  return {
    ...(item.app_food_code || item.sku_id ? { externalDishId: (item.app_food_code || item.sku_id).slice(0, 128) } : {}),
    name: item.food_name,
    quantity: item.quantity,
    unitPriceFen: Math.max(0, item.price),
    options: wishes.map(name => ({ name: name.slice(0, 200), quantity: 1, priceFen: 0 })),
  };
}

/** What the diner wrote; behind `@#` the platform repeats what its map calls the place. */
const address = (text: string) => text.split('@#', 1)[0]!.slice(0, 500);

/** Null: nobody goes anywhere. Degrees come plain, or times a million as the documentation says. */
function placeOf({
  pick_type,
  longitude,
  latitude,
  recipient_address,
}: Pushed): IncomingOrder['dropOff'] | null | 'missing' {
  if (pick_type === '1') return null;
  if (longitude === undefined || latitude === undefined) return 'missing';
  const scaled = (value: number) => (Math.abs(value) > 1000 ? value / 1_000_000 : value);
  const point = { lng: scaled(longitude), lat: scaled(latitude) };
  if (Math.abs(point.lng) > 180 || Math.abs(point.lat) > 90) return 'missing';
  return { point: wgs84(point, 'GCJ02'), datum: 'GCJ02', address: address(recipient_address) };
}
