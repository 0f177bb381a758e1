/** The comparison as one table: a line per day and policy, and the means of several days. */
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
  const budgetsOf = (name: string) => new Set(rows.filter(({ policy }) => policy === name).map(it => it.budgetMs));
  const nameOf = ({ policy, budgetMs }: Summary) => (budgetsOf(policy).size > 1 ? `${policy}, ${budgetMs} ms` : policy);
  const lines = rows.map(row => cellsOf(row, nameOf(row)));
  const names = [...new Set(rows.map(nameOf))];
  const means = names.map(name =>
    meansOf(
      rows.filter(row => nameOf(row) === name),
      name,
    ),
  );
  const isMany = new Set(rows.map(({ instance }) => instance)).size > 1;
  const text = [columns, columns.map(() => '---'), ...lines, ...(isMany ? means : [])];
  return text.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

const cellsOf = (row: Summary, name: string): string[] => [row.instance, name, ...numbersOf(row).map(shown)];

const numbersOf = (row: Summary) => [
  ...[row.excess, row.penalisedExcess, row.undeliveredPct, row.costPerOrder, row.clickToDoor.p90, row.ordersPerBundle],
  ...[row.decisionMs.p50, row.decisionMs.p99, row.decisionMs.max],
];

const meansOf = (rows: readonly Summary[], name: string): string[] => {
  const all = rows.map(numbersOf);
  return ['**mean**', name, ...all[0]!.map((_, i) => shown(mean(all.map(numbers => numbers[i]!))))];
};

const shown = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(2));
