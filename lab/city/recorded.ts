/** Reads a recorded day (restaurants, orders, couriers, parameters) into the same script a seeded city has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeAt, type Script, type ScriptCourier, type ScriptOrder, type ScriptOutlet } from './script.ts';

type Row = Record<string, string>;

/** Throws an error that names the file, the line and the column of the first thing that is wrong. */
export function recordedDay(folder: string): Script {
  const restaurants = table(folder, 'restaurants.txt', ['restaurant', 'x', 'y']);
  const outlets = restaurants.map(row => ({
    id: row.restaurant!,
    name: `门店 ${row.restaurant}`,
    point: pointOf(row),
  }));
  const known = new Set(outlets.map(outlet => outlet.id));
  const orders = table(folder, 'orders.txt', ['order', 'x', 'y', 'placement_time', 'restaurant', 'ready_time']).map(
    (row, i) => {
      if (!known.has(row.restaurant!))
        throw new Error(`orders.txt line ${i + 2}, column restaurant: ${row.restaurant} is not in restaurants.txt`);
      return orderOf(row);
    },
  );
  const couriers = table(folder, 'couriers.txt', ['courier', 'x', 'y', 'on_time', 'off_time']).map(courierOf);
  const [rules] = table(folder, 'instance_parameters.txt', [
    'meters_per_minute',
    'pickup service minutes',
    'dropoff service minutes',
  ]);
  if (!rules) throw new Error('instance_parameters.txt line 2: there is no line with the parameters');
  return inOneDay({ outlets, orders, couriers, rules });
}

function inOneDay({
  outlets,
  orders,
  couriers,
  rules,
}: {
  outlets: ScriptOutlet[];
  orders: ScriptOrder[];
  couriers: ScriptCourier[];
  rules: Row;
}): Script {
  orders.sort((a, b) => a.atMin - b.atMin);
  return {
    startAt: new Date('2026-11-23T00:00:00+08:00'),
    minutes: Math.max(...orders.map(order => order.atMin)) + 1,
    outlets,
    couriers,
    orders,
    incidents: [],
    travel: {
      metersPerMin: Number(rules.meters_per_minute),
      pickupServiceMin: Number(rules['pickup service minutes']),
      dropOffServiceMin: Number(rules['dropoff service minutes']),
    },
  };
}

const pointOf = (row: Row) => placeAt(Number(row.x), Number(row.y));

const orderOf = (row: Row): ScriptOrder => ({
  key: row.order!,
  atMin: Number(row.placement_time),
  via: 'open',
  kind: 'delivery',
  diner: { name: `顾客 ${row.order}`, phone: '13900000000' },
  point: pointOf(row),
  address: `${row.x}, ${row.y}`,
  lines: [{ dish: 0, quantity: 1, option: null }],
  outletId: row.restaurant!,
  mishap: 'none',
  readyMin: Number(row.ready_time),
});

const courierOf = (row: Row, i: number): ScriptCourier => ({
  id: row.courier!,
  name: `骑手 ${row.courier}`,
  phone: `1380000${String(1000 + i)}`,
  start: pointOf(row),
  onMin: Number(row.on_time),
  offMin: Number(row.off_time),
});

/** A tab-separated table with one header line; the first column is a name, all others but `restaurant` are numbers. */
function table(folder: string, file: string, columns: readonly string[]): Row[] {
  const lines = read(folder, file).split(/\r?\n/);
  const header = lines[0]!.split('\t').map(name => name.trim());
  for (const column of columns)
    if (!header.includes(column)) throw new Error(`${file} line 1: there is no column ${column}`);
  return lines
    .slice(1)
    .flatMap((line, i) => (line.trim() === '' ? [] : [rowOf(line, { file, header, number: i + 2 })]));
}

function rowOf(line: string, { file, header, number }: { file: string; header: string[]; number: number }): Row {
  const cells = line.split('\t');
  return Object.fromEntries(
    header.map((column, i) => {
      const cell = cells[i]?.trim() ?? '';
      const isName = ['restaurant', 'order', 'courier'].includes(column);
      if (cell === '' || (!isName && !Number.isFinite(Number(cell)))) {
        throw new Error(`${file} line ${number}, column ${column}: "${cell}" is not ${isName ? 'a name' : 'a number'}`);
      }
      return [column, cell];
    }),
  );
}

function read(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    throw new Error(`${join(folder, file)} cannot be read`);
  }
}
