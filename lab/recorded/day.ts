/** Reads a recorded day in the public format: four tab-separated tables, minutes and metres. */
import { type Row, table } from './table.ts';

export interface Spot {
  id: string;
  x: number;
  y: number;
}
export interface Shift extends Spot {
  onMin: number;
  offMin: number;
}
export interface RecordedDay {
  restaurants: Spot[];
  /** By placement; `restaurant` is an index. */
  orders: (Spot & { restaurant: number; placedMin: number; readyMin: number })[];
  couriers: Shift[];
  travel: { metersPerMin: number; pickupServiceMin: number; dropOffServiceMin: number };
  /** What else the parameters' table says, by column. */
  parameter(column: string): number;
}

/** Throws an error that names the file, the line and the column of the first thing that is wrong. */
export function readDay(folder: string): RecordedDay {
  const restaurants = table(folder, 'restaurants.txt', 'restaurant').map(row => spotOf(row, 'restaurant'));
  const numbers = new Map(restaurants.map(({ id }, no) => [id, no]));
  const orders = table(folder, 'orders.txt', 'order').map(row => orderOf(row, numbers));
  const couriers = table(folder, 'couriers.txt', 'courier').map(shiftOf);
  const [rules] = table(folder, 'instance_parameters.txt');
  orders.sort((a, b) => a.placedMin - b.placedMin);
  const parameter = (column: string) => rules!.number(column, 0);
  return { restaurants, orders, couriers, travel: travelOf(rules!), parameter };
}

const spotOf = (row: Row, key: string): Spot => ({ id: row.text(key), x: row.number('x'), y: row.number('y') });

function orderOf(row: Row, restaurants: ReadonlyMap<string, number>): RecordedDay['orders'][number] {
  const name = row.text('restaurant');
  const restaurant = restaurants.get(name);
  if (restaurant === undefined)
    throw row.wrong('restaurant', `${name} is unknown: there is no restaurant ${name} in restaurants.txt`);
  const placedMin = row.number('placement_time', 0);
  return { ...spotOf(row, 'order'), restaurant, placedMin, readyMin: row.number('ready_time', placedMin) };
}

function shiftOf(row: Row): Shift {
  const onMin = row.number('on_time');
  return { ...spotOf(row, 'courier'), onMin, offMin: row.number('off_time', onMin) };
}

/** What the dispatch takes for a region's speed, metres a minute. */
const [slowest, fastest] = [10, 5000];

function travelOf(row: Row): RecordedDay['travel'] {
  const metersPerMin = row.number('meters_per_minute', slowest);
  if (metersPerMin > fastest) throw row.wrong('meters_per_minute', `${metersPerMin} is over ${fastest}`);
  return {
    metersPerMin,
    pickupServiceMin: row.number('pickup service minutes', 0),
    dropOffServiceMin: row.number('dropoff service minutes', 0),
  };
}
