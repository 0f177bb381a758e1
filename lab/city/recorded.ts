/** Reads a recorded day (restaurants, orders, couriers, parameters) into the same script a seeded city has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeAt, type Script, type ScriptCourier, type ScriptOrder } from './script.ts';

/** A line of a table: its cells, and how a mistake in one of them is told. */
interface Row {
  text(column: string): string;
  number(column: string, least?: number): number;
  wrong(column: string, why: string): Error;
}

/** Throws an error that names the file, the line and the column of the first thing that is wrong. */
export function recordedDay(folder: string): Script {
  const outlets = table(folder, 'restaurants.txt', ['restaurant', 'x', 'y']).map(row => ({
    id: row.text('restaurant'),
    name: `门店 ${row.text('restaurant')}`,
    point: pointOf(row),
  }));
  const known = new Set(outlets.map(outlet => outlet.id));
  const placed = table(folder, 'orders.txt', ['order', 'x', 'y', 'placement_time', 'restaurant', 'ready_time']);
  const orders = placed.map(row => orderOf(row, known));
  const couriers = table(folder, 'couriers.txt', ['courier', 'x', 'y', 'on_time', 'off_time']).map(courierOf);
  const [rules] = table(folder, 'instance_parameters.txt', [
    'meters_per_minute',
    'pickup service minutes',
    'dropoff service minutes',
  ]);
  orders.sort((a, b) => a.atMin - b.atMin);
  return {
    startAt: new Date('2026-11-23T00:00:00+08:00'),
    minutes: orders.at(-1)!.atMin + 1,
    ...{ outlets, couriers, orders, incidents: [], travel: travelOf(rules!) },
  };
}

/** What the dispatch takes for a region's speed, metres a minute. */
const [slowest, fastest] = [10, 5000];

function travelOf(row: Row): Script['travel'] {
  const metersPerMin = row.number('meters_per_minute', slowest);
  if (metersPerMin > fastest) throw row.wrong('meters_per_minute', `${metersPerMin} is over ${fastest}`);
  return {
    metersPerMin,
    pickupServiceMin: row.number('pickup service minutes', 0),
    dropOffServiceMin: row.number('dropoff service minutes', 0),
  };
}

const pointOf = (row: Row) => placeAt(row.number('x'), row.number('y'));

function orderOf(row: Row, outlets: ReadonlySet<string>): ScriptOrder {
  const [key, outletId, atMin] = [row.text('order'), row.text('restaurant'), row.number('placement_time', 0)];
  if (!outlets.has(outletId)) throw row.wrong('restaurant', `${outletId} is not in restaurants.txt`);
  return {
    ...{ key, atMin, outletId, readyMin: row.number('ready_time', atMin) },
    ...{ via: 'open', kind: 'delivery', mishap: 'none' },
    diner: { name: `顾客 ${key}`, phone: '13900000000' },
    point: pointOf(row),
    address: `${row.text('x')}, ${row.text('y')}`,
    lines: [{ dish: 0, quantity: 1, option: null }],
  };
}

function courierOf(row: Row, i: number): ScriptCourier {
  const [id, onMin] = [row.text('courier'), row.number('on_time')];
  const person = { id, name: `骑手 ${id}`, phone: `1380000${String(1000 + i)}` };
  return { ...person, start: pointOf(row), onMin, offMin: row.number('off_time', onMin) };
}

/** A tab-separated table with one header line and something below it; what its first column names is there once. */
function table(folder: string, file: string, columns: readonly string[]): Row[] {
  const [first, ...lines] = read(folder, file).split(/\r?\n/);
  const header = first!.split('\t').map(name => name.trim());
  for (const column of columns)
    if (!header.includes(column)) throw new Error(`${file} line 1: there is no column ${column}`);
  const rows = lines.flatMap((line, i) => (line.trim() === '' ? [] : [rowOf(line, { file, header, number: i + 2 })]));
  if (rows.length === 0) throw new Error(`${file} line 2: there is no line below the header`);
  const name = columns[0]!;
  const seen = new Set<string>();
  if (isName(name))
    for (const row of rows)
      if (seen.size === seen.add(row.text(name)).size) throw row.wrong(name, `${row.text(name)} is there already`);
  return rows;
}

const isName = (column: string) => ['restaurant', 'order', 'courier'].includes(column);

function rowOf(line: string, { file, header, number }: { file: string; header: string[]; number: number }): Row {
  const cells = line.split('\t');
  const wrong = (column: string, why: string) => new Error(`${file} line ${number}, column ${column}: ${why}`);
  const text = (column: string) => {
    const cell = cells[header.indexOf(column)]?.trim() ?? '';
    if (cell === '') throw wrong(column, `"" is not ${isName(column) ? 'a name' : 'a number'}`);
    return cell;
  };
  return {
    text,
    wrong,
    number(column, least = Number.NEGATIVE_INFINITY) {
      const value = Number(text(column));
      if (!Number.isFinite(value)) throw wrong(column, `"${text(column)}" is not a number`);
      if (value < least) throw wrong(column, `${value} is below ${least}`);
      return value;
    },
  };
}

function read(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    throw new Error(`${join(folder, file)} cannot be read`);
  }
}
