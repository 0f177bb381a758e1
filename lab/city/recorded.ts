/** Makes a recorded day the same script a seeded city has. */
import { type RecordedDay, readDay } from '../recorded/day.ts';
import { placeAt, type Script, type ScriptCourier, type ScriptOrder } from './script.ts';

/** Throws an error that names the file, the line and the column of the first thing that is wrong. */
export function recordedDay(folder: string): Script {
  const day = readDay(folder);
  const outlets = day.restaurants.map(({ id, x, y }) => ({ id, name: `门店 ${id}`, point: placeAt(x, y) }));
  return {
    startAt: new Date('2026-11-23T00:00:00+08:00'),
    minutes: day.orders.at(-1)!.placedMin + 1,
    ...{ outlets, travel: day.travel, incidents: [] },
    orders: day.orders.map(order => orderOf(order, outlets[order.restaurant]!.id)),
    couriers: day.couriers.map(courierOf),
  };
}

const orderOf = (order: RecordedDay['orders'][number], outletId: string): ScriptOrder => ({
  ...{ key: order.id, atMin: order.placedMin, outletId, readyMin: order.readyMin },
  ...{ via: 'open', kind: 'delivery', mishap: 'none' },
  diner: { name: `顾客 ${order.id}`, phone: '13900000000' },
  point: placeAt(order.x, order.y),
  address: `${order.x}, ${order.y}`,
  lines: [{ dish: 0, quantity: 1, option: null }],
});

const courierOf = ({ id, x, y, onMin, offMin }: RecordedDay['couriers'][number], i: number): ScriptCourier => ({
  ...{ id, name: `骑手 ${id}`, phone: `1380000${String(1000 + i)}` },
  ...{ start: placeAt(x, y), onMin, offMin },
});
