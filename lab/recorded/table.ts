/** One tab-separated table of a recorded day; a mistake in it is told with file, line and column. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line below the header: its cells by the names of their columns. */
export interface Row {
  text(column: string): string;
  number(column: string, least?: number): number;
  wrong(column: string, why: string): Error;
}
interface Header {
  file: string;
  names: readonly string[];
}

/** The lines of a table, at least one; what the column `key` names is there once. */
export function table(folder: string, file: string, key?: string): Row[] {
  const [first, ...lines] = read(folder, file).split(/\r?\n/);
  const names = first!.split('\t').map(name => name.trim());
  const rows = lines.flatMap((line, i) => (line.trim() === '' ? [] : [rowOf(line, i + 2, { file, names })]));
  if (rows.length === 0) throw new Error(`${file} line 2: there is no line below the header`);
  if (key !== undefined) refuseDoubles(rows, key);
  return rows;
}

function refuseDoubles(rows: readonly Row[], key: string) {
  const seen = new Set<string>();
  for (const row of rows) {
    const name = row.text(key);
    if (seen.has(name)) throw row.wrong(key, `${name} is there already`);
    seen.add(name);
  }
}

function rowOf(line: string, number: number, { file, names }: Header): Row {
  const cells = line.split('\t').map(cell => cell.trim());
  const wrong = (column: string, why: string) => new Error(`${file} line ${number}, column ${column}: ${why}`);
  const beyond = cells[names.length];
  if (beyond !== undefined) throw wrong(String(names.length + 1), `"${beyond}" has no name in the header`);
  const cell = (column: string, kind: string) => {
    const at = names.indexOf(column);
    if (at < 0) throw new Error(`${file} line 1: there is no column ${column}`);
    if (!cells[at]) throw wrong(column, `"" is not a ${kind}`);
    return cells[at];
  };
  return {
    text: column => cell(column, 'name'),
    wrong,
    number(column, least = Number.NEGATIVE_INFINITY) {
      const text = cell(column, 'number');
      const value = Number(text);
      if (!Number.isFinite(value)) throw wrong(column, `"${text}" is not a number`);
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
