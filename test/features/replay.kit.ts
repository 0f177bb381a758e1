/** Small made-up days for the replay: a town of a few kilometres, a lunch of an hour or two, all by seed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instance, readInstance } from '../../lab/replay/instance.ts';
import { createRng } from '../../lab/rng.ts';

const rules = {
  ...{ speedMPerMin: 300, halfPickupMin: 2, halfDropOffMin: 2, targetMin: 40, payPerOrder: 10, payPerHour: 15 },
};
interface Size {
  seed: number;
  orders: number;
  couriers: number;
  restaurants: number;
  /** Orders are placed within this many minutes. */
  withinMin?: number;
}

export function aDay({ seed, orders, couriers, restaurants, withinMin = 90 }: Size): Instance {
  const luck = createRng(seed);
  const place = () => ({ x: luck.whole(0, 6000), y: luck.whole(0, 6000) });
  const places = Array.from({ length: restaurants }, (_, i) => ({ id: `r${i + 1}`, ...place() }));
  const shifts = Array.from({ length: couriers }, (_, i) => {
    const onMin = luck.whole(0, 20);
    return { id: `c${i + 1}`, ...place(), onMin, offMin: onMin + luck.whole(60, 160) };
  });
  const list = Array.from({ length: orders }, (_, i) => {
    const placedMin = luck.whole(0, withinMin);
    const restaurant = luck.whole(0, restaurants - 1);
    return { id: `o${i + 1}`, no: 0, ...place(), restaurant, placedMin, readyMin: placedMin + luck.whole(5, 20) };
  });
  const sorted = list.sort((a, b) => a.placedMin - b.placedMin).map((order, no) => ({ ...order, no }));
  return { name: `made-${seed}`, rules, restaurants: places, orders: sorted, couriers: shifts };
}

/** The day as the four tables of the public format. */
function writeDay(folder: string, { restaurants, orders, couriers }: Instance) {
  mkdirSync(folder, { recursive: true });
  const write = (file: string, rows: readonly (readonly (string | number)[])[]) =>
    writeFileSync(join(folder, file), `${rows.map(row => row.join('\t')).join('\n')}\n`);
  write('instance_parameters.txt', [
    [
      'meters_per_minute',
      'pickup service minutes',
      'dropoff service minutes',
      'target click-to-door',
      'max',
      'pay',
      'h',
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
