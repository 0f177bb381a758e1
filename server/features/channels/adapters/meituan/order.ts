/** Reads a pushed Meituan order: ids stay text, money is partly yuan and partly fen, places are GCJ-02. */
import type { Place } from '../../../../contract/common.ts';
import type { IncomingLine, IncomingOrder } from '../../../../contract/orders.ts';
import { wgs84 } from '../../rules/place.ts';
import { cutTo } from '../../rules/text.ts';
import type { Issue, Read } from '../adapter.ts';
import { type Item, Pushed } from './form.ts';
import type { Fields } from './signature.ts';

/** Codes under which the shop's own couriers ride (console of the platform: self delivery). */
const selfDelivery = new Set(['0000', '00009003']);

/** The text it came in and the app that was given it; '': nobody knows. */
interface Came {
  raw: string;
  appId: string;
}

export function readOrder(fields: Fields, came: Came): Read {
  const read = Pushed.safeParse({ ...fields });
  if (!read.success)
    return wrong(
      fields,
      read.error.issues.map(({ path, message }) => issue(path.join('.'), message)),
    );
  const place = placeOf(read.data);
  // The platform's courier is told the way by the platform.
  if (!place && riderOf(read.data) === 'own')
    return wrong(fields, [issue('latitude', 'a delivery needs a place to go to')]);
  return { ok: true, order: incoming(read.data, place, came) };
}
/** The platform says itself when it could not fill in everything: then the order is asked for again. */
const wrong = ({ incmp_code }: Fields, issues: Issue[]): Read => ({
  ...{ ok: false, issues },
  degraded: incmp_code === '-1',
});
const issue = (path: string, message: string): Issue => ({ path, message });

const riderOf = ({ pick_type, logistics_code }: Pushed): IncomingOrder['deliveredBy'] => {
  if (pick_type === '1') return 'none';
  return selfDelivery.has(logistics_code) ? 'own' : 'platform';
};

function incoming(order: Pushed, dropOff: Place | null, { raw, appId }: Came): IncomingOrder {
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
    deliveredBy: riderOf(order),
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
    ...(appId === '' ? {} : { appId }),
    raw,
  };
}

function lineOf(item: Item): IncomingLine {
  const wishes = [item.spec, item.food_property].filter((text, i, all) => text !== '' && all.indexOf(text) === i);
  return {
    ...(item.app_food_code || item.sku_id ? { externalDishId: cutTo(item.app_food_code || item.sku_id, 128) } : {}),
    name: item.food_name,
    quantity: item.quantity,
    unitPriceFen: Math.max(0, item.price),
    options: wishes.map(name => ({ name: cutTo(name, 200), quantity: 1, priceFen: 0 })),
  };
}

/** What the diner wrote; behind `@#` the platform repeats what its map calls the place. */
const address = (text: string) => cutTo(text.split('@#', 1)[0]!, 500);

/** Null: nobody goes anywhere, or nobody says where. Degrees come plain, or times a million as the documentation says. */
function placeOf({ pick_type, longitude, latitude, recipient_address }: Pushed): Place | null {
  const scaled = (value: number) => (Math.abs(value) > 1000 ? value / 1_000_000 : value);
  const point = { lng: scaled(longitude), lat: scaled(latitude) };
  const isPlace = Math.abs(point.lng) <= 180 && Math.abs(point.lat) <= 90 && (point.lng !== 0 || point.lat !== 0);
  if (pick_type === '1' || !isPlace) return null;
  return { point: wgs84(point, 'GCJ02'), datum: 'GCJ02', address: address(recipient_address) };
}
