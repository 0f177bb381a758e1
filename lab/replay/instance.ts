/** Reads a day in the public format: four tab-separated tables, minutes and metres; names stay outside the solver. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DayOrder, Place, Rules } from '../../server/features/dispatch/solver/day/day.ts';

export interface Shift extends Place {
  id: string;
  onMin: number;
  offMin: number;
}
export interface Instance {
  name: string;
  rules: Rules;
  restaurants: (Place & { id: string })[];
  /** By placement; `no` is the index. */
  orders: (DayOrder & { id: string })[];
  couriers: Shift[];
}

/** Throws an error that names the file and the line of what is wrong. */
export function readInstance(folder: string): Instance {
  const restaurants = rows(folder, 'restaurants.txt').map(([id, x, y]) => ({ id: id!, x: Number(x), y: Number(y) }));
  const numberOf = new Map(restaurants.map(({ id }, no) => [id, no]));
  const orders = rows(folder, 'orders.txt')
    .map(([id, x, y, placed, restaurant, ready], i) => {
      const at = numberOf.get(restaurant!);
      if (at === undefined) throw new Error(`orders.txt line ${i + 2}: there is no restaurant ${restaurant}`);
      const place = { x: Number(x), y: Number(y) };
      return { id: id!, no: 0, ...place, restaurant: at, placedMin: Number(placed), readyMin: Number(ready) };
    })
    .sort((a, b) => a.placedMin - b.placedMin)
    .map((order, no) => ({ ...order, no }));
  const couriers = rows(folder, 'couriers.txt').map(([id, x, y, on, off]) => ({
    ...{ id: id!, x: Number(x), y: Number(y), onMin: Number(on), offMin: Number(off) },
  }));
  return { name: basename(folder), rules: rulesOf(folder), restaurants, orders, couriers };
}

function rulesOf(folder: string): Rules {
  const [line] = rows(folder, 'instance_parameters.txt');
  const [speed, pickup, dropOff, target, , perOrder, perHour] = line!.map(Number);
  return {
    speedMPerMin: speed!,
    halfPickupMin: pickup! / 2,
    halfDropOffMin: dropOff! / 2,
    targetMin: target!,
    payPerOrder: perOrder!,
    payPerHour: perHour!,
  };
}

function rows(folder: string, file: string): string[][] {
  const [header, ...lines] = readFileSync(join(folder, file), 'utf8').trimEnd().split(/\r?\n/);
  const width = header!.split('\t').length;
  return lines.map((line, i) => {
    const cells = line.split('\t').map(cell => cell.trim());
    const isNumber = (cell: string, column: number) => column === 0 || column === 4 || Number.isFinite(Number(cell));
    if (cells.length !== width || cells.some(cell => cell === '') || !cells.every(isNumber))
      throw new Error(`${file} line ${i + 2}: expected ${width} columns as in the header, found "${line}"`);
    return cells;
  });
}

/** Keeps a share of the shifts: sorted by beginning, end and number, the i-th stays when floor((i + 1)q) > floor(iq). */
export function fewerCouriers(instance: Instance, share: number): Instance {
  const number = ({ id }: Shift) => Number(id.replace(/\D/g, ''));
  const couriers = [...instance.couriers]
    .sort((a, b) => a.onMin - b.onMin || a.offMin - b.offMin || number(a) - number(b))
    .filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share));
  return { ...instance, couriers };
}
