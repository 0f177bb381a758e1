/** docs/figures.md: the newest figure of each name, with the machine, the day and the command it came from. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Line } from './line.ts';

const file = new URL('../docs/figures.md', import.meta.url);
const head = `# Figures

Measured by \`npm run bench\`; the floor is measured in the same run, by turns with the product. Medians. The newest figure of each name stays.

| Figure | Value | Floor | Ratio | Limit | Met | Measured | Machine | Command |
|---|--:|--:|--:|--:|---|---|---|---|
`;

const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;

/** Text of a limit: a ratio to the floor, or a plain bound. */
const limitText = ({ limit, ratio, unit }: Line) => (ratio === undefined ? `${limit} ${unit}` : `${limit} ×`);

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

const row = (line: Line, command: string): string =>
  `| ${[
    line.name,
    `${line.value} ${line.unit}`,
    line.floor === undefined ? '' : `${line.floor} ${line.unit}`,
    line.ratio ?? '',
    limitText(line),
    line.ok ? 'yes' : '**no**',
    `${new Date().toISOString().slice(0, 10)} at ${commit()}`,
    machine(),
    `\`${command}\``,
  ].join(' | ')} |`;

/** Replaces the rows of these names, keeps the others. */
export function keepFigures(lines: readonly Line[], command: string): void {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const rows = new Map<string, string>();
  for (const text of old.split('\n')) {
    const name = /^\| ([a-z]+\.[\w.]+) \|/.exec(text)?.[1];
    if (name) rows.set(name, text);
  }
  for (const line of lines) rows.set(line.name, row(line, command));
  writeFileSync(file, `${head}${[...rows.values()].join('\n')}\n`);
}
