/** Made-up days for benches and tests: a town by seed, so that no recorded data needs to be kept here. */
import { createRng } from '../rng.ts';
import type { Instance } from './instance.ts';

export interface Size {
  seed: number;
  orders: number;
  couriers: number;
  restaurants: number;
  /** Orders are placed within this many minutes. */
  withinMin: number;
  /** The town is a square with sides this long. */
  sideM: number;
}
const rules = {
  ...{ speedMPerMin: 300, halfPickupMin: 2, halfDropOffMin: 2, targetMin: 40, payPerOrder: 10, payPerHour: 15 },
};

/** Diners live within a few kilometres of where they order; shifts begin within the first 20 minutes and last one to three hours or all day. */
export function madeDay({ seed, orders, couriers, restaurants, withinMin, sideM }: Size): Instance {
  const luck = createRng(seed);
  const place = () => ({ x: luck.whole(0, sideM), y: luck.whole(0, sideM) });
  const places = Array.from({ length: restaurants }, (_, i) => ({ id: `r${i + 1}`, ...place() }));
  const shifts = Array.from({ length: couriers }, (_, i) => {
    const onMin = luck.whole(0, 20);
    return { id: `c${i + 1}`, ...place(), onMin, offMin: onMin + luck.whole(60, Math.max(180, withinMin)) };
  });
  const inTown = (at: number) => Math.max(0, Math.min(sideM, Math.round(at)));
  const list = Array.from({ length: orders }, (_, i) => {
    const placedMin = luck.whole(0, withinMin);
    const restaurant = luck.whole(0, restaurants - 1);
    const { x, y } = places[restaurant]!;
    const home = { x: inTown(x + 1500 * luck.normal()), y: inTown(y + 1500 * luck.normal()) };
    return { id: `o${i + 1}`, no: 0, ...home, restaurant, placedMin, readyMin: placedMin + luck.whole(5, 20) };
  });
  const sorted = list.sort((a, b) => a.placedMin - b.placedMin).map((order, no) => ({ ...order, no }));
  return { name: `made-${seed}`, rules, restaurants: places, orders: sorted, couriers: shifts };
}
