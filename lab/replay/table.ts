/** The comparison as one table: a line per day and policy, and the means. */
import { mean, type Summary } from './figures.ts';

const columns = [
  'day',
  'policy',
  'excess',
  'penalised',
  'undelivered %',
  'cost/order',
  'p90',
  'orders/bundle',
  'ms p50',
  'p99',
  'max',
];

export function tableOf(rows: readonly Summary[]): string {
  const policies = [...new Set(rows.map(({ policy }) => policy))];
  const lines = rows.map(row => cellsOf(row));
  const means = policies.map(policy => meansOf(rows.filter(row => row.policy === policy)));
  const text = [columns, columns.map(() => '---'), ...lines, ...means];
  return text.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

const cellsOf = (row: Summary): string[] => [row.instance, row.policy, ...numbersOf(row).map(shown)];

const numbersOf = (row: Summary) => [
  ...[row.excess, row.penalisedExcess, row.undeliveredPct, row.costPerOrder, row.clickToDoor.p90, row.ordersPerBundle],
  ...[row.decisionMs.p50, row.decisionMs.p99, row.decisionMs.max],
];

const meansOf = (rows: readonly Summary[]): string[] => {
  const all = rows.map(numbersOf);
  return ['**mean**', rows[0]!.policy, ...all[0]!.map((_, i) => shown(mean(all.map(numbers => numbers[i]!))))];
};

const shown = (value: number) => value.toFixed(2);
