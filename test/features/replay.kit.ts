/** Days of the replay as files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instance, readInstance } from '../../lab/replay/instance.ts';

/** The day as the four tables of the public format. */
function writeDay(folder: string, { rules, restaurants, orders, couriers }: Instance) {
  mkdirSync(folder, { recursive: true });
  const write = (file: string, rows: readonly (readonly (string | number)[])[]) =>
    writeFileSync(join(folder, file), `${rows.map(row => row.join('\t')).join('\n')}\n`);
  write('instance_parameters.txt', [
    [
      'meters_per_minute',
      'pickup service minutes',
      'dropoff service minutes',
      'target click-to-door',
      'maximum click-to-door',
      'pay per order',
      'guaranteed pay per hour',
    ],
    [rules.speedMPerMin, 2 * rules.halfPickupMin, 2 * rules.halfDropOffMin, 40, 90, 10, 15],
  ]);
  write('restaurants.txt', [['restaurant', 'x', 'y'], ...restaurants.map(({ id, x, y }) => [id, x, y])]);
  write('orders.txt', [
    ['order', 'x', 'y', 'placement_time', 'restaurant', 'ready_time'],
    ...orders.map(it => [it.id, it.x, it.y, it.placedMin, restaurants[it.restaurant]!.id, it.readyMin]),
  ]);
  write('couriers.txt', [
    ['courier', 'x', 'y', 'on_time', 'off_time'],
    ...couriers.map(({ id, x, y, onMin, offMin }) => [id, x, y, onMin, offMin]),
  ]);
}

export function readBack(folder: string, day: Instance): Instance {
  writeDay(folder, day);
  return readInstance(folder);
}
