/** Linear assignment by shortest augmenting paths (Jonker and Volgenant 1987), for dense and lopsided tables. */

/** Costs row by row (`rows × columns`, rows ≤ columns); Infinity: not allowed. */
export interface Table {
  rows: number;
  columns: number;
  costs: Float64Array;
}
/** Stands for "not allowed" inside, so that a full matching always exists. */
const forbidden = 1e9;

/** The column of each row so that the sum of costs is least; -1 where only what is not allowed was left. */
export function assign({ rows, columns, costs }: Table): Int32Array {
  if (rows > columns) throw new RangeError('an assignment needs at least as many columns as rows');
  const state: State = {
    rowPrice: new Float64Array(rows + 1),
    columnPrice: new Float64Array(columns + 1),
    rowOf: new Int32Array(columns + 1),
    cameFrom: new Int32Array(columns + 1),
    least: new Float64Array(columns + 1),
    isDone: new Uint8Array(columns + 1),
  };
  for (let row = 1; row <= rows; row++) augment(row, { rows, columns, costs }, state);
  const columnOf = new Int32Array(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = state.rowOf[column]! - 1;
    if (row >= 0 && costs[row * columns + column - 1]! < forbidden) columnOf[row] = column - 1;
  }
  return columnOf;
}

interface State {
  rowPrice: Float64Array;
  columnPrice: Float64Array;
  rowOf: Int32Array;
  cameFrom: Int32Array;
  least: Float64Array;
  isDone: Uint8Array;
}

/** Grows a shortest-path tree from one free row until it meets a free column, then turns the path round. */
function augment(row: number, table: Table, state: State) {
  const { rowOf, cameFrom, least, isDone } = state;
  rowOf[0] = row;
  least.fill(Infinity);
  isDone.fill(0);
  let column = 0;
  do {
    isDone[column] = 1;
    column = grow(column, table, state);
  } while (rowOf[column] !== 0);
  while (column !== 0) {
    const before = cameFrom[column]!;
    rowOf[column] = rowOf[before]!;
    column = before;
  }
}

function grow(column: number, { columns, costs }: Table, state: State): number {
  const { rowPrice, columnPrice, rowOf, cameFrom, least, isDone } = state;
  const row = rowOf[column]!;
  const base = (row - 1) * columns - 1;
  const price = rowPrice[row]!;
  let step = Infinity;
  let next = 0;
  for (let j = 1; j <= columns; j++) {
    if (isDone[j]) continue;
    const cost = costs[base + j]!;
    const reduced = Math.min(cost, forbidden) - price - columnPrice[j]!;
    if (reduced < least[j]!) {
      least[j] = reduced;
      cameFrom[j] = column;
    }
    if (least[j]! < step) {
      step = least[j]!;
      next = j;
    }
  }
  for (let j = 0; j <= columns; j++) {
    if (isDone[j]) {
      rowPrice[rowOf[j]!] = rowPrice[rowOf[j]!]! + step;
      columnPrice[j] = columnPrice[j]! - step;
    } else least[j] = least[j]! - step;
  }
  return next;
}
