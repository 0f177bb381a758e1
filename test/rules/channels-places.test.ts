/** What a channel is told of an order, and where a place of its map lies on ours. */
import { expect, test } from '@jest/globals';
import { nowOf } from '../../server/features/channels/rules/now.ts';
import { placeOf, wgs84 } from '../../server/features/channels/rules/place.ts';
import { aDraft, after, noon, walk } from '../features/orders.kit.ts';

test('a channel hears as little of its order as an answer needs, and when it last changed', () => {
  const order = { ...aDraft({ channel: 'meituan' }), outletId: 'north', number: '0007', promisedAt: after(900) };
  const told = {
    ...{ id: 'order-1', version: 1, channel: 'meituan', shopId: 'chain', externalId: 'x1', status: 'queued' },
    ...{ outletId: 'north', number: '0007', promisedAt: after(900) },
  };
  expect(nowOf(order)).toEqual({ ...told, updatedAt: noon });
  const assigned = walk(order, 'assigned');
  const later = { ...assigned, log: assigned.log.map((fact, i) => ({ ...fact, at: after(i) })) };
  expect(nowOf(later)).toEqual({ ...told, version: 2, status: 'assigned', updatedAt: after(later.log.length - 1) });
  expect(nowOf({ ...order, log: [], placedAt: after(5) }).updatedAt).toEqual(after(5));
});

test('a place on the Chinese map lies some hundred metres from the same figures on ours; our own stays where it is', () => {
  const point = { lng: 121.47, lat: 31.23 };
  expect(wgs84(point, 'WGS84')).toBe(point);
  const moved = wgs84(point, 'GCJ02');
  expect(Math.abs(moved.lng - 121.4655)).toBeLessThan(0.0005);
  expect(Math.abs(moved.lat - 31.232)).toBeLessThan(0.0005);
  const place = { point, datum: 'GCJ02' as const, address: '1 Garden Road' };
  expect(placeOf(place)).toEqual({ ...place, point: moved });
});
