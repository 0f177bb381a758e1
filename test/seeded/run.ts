/** `npm run seeded`: puts each known bug into a copy of the project and sees whether the tests notice. Writes docs/seeded-bugs.md. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bug, bugs } from './bugs.ts';

const root = join(import.meta.dirname, '../..');
const copy = join(mkdtempSync(join(tmpdir(), 'huidan-seeded-')), 'huidan');
const limitMs = 120_000;

/** The names of the tests that failed; empty: nobody noticed. */
function noticedBy({ file, good, bad, tests }: Bug): string[] {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(good).length !== 2) throw new Error(`${file} does not hold exactly once: ${good}`);
  writeFileSync(
    path,
    text.replace(good, () => bad),
  );
  try {
    return failures(tests);
  } finally {
    writeFileSync(path, text);
  }
}

function failures(tests: readonly string[]): string[] {
  const report = join(copy, 'seeded.json');
  const jest = [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--silent',
    '--json',
    `--outputFile=${report}`,
  ];
  rmSync(report, { force: true });
  spawnSync(process.execPath, [...jest, '--forceExit', ...tests], { cwd: copy, stdio: 'ignore', timeout: limitMs });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; status: string; assertionResults: { title: string; status: string }[] }[];
  };
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter(one => one.status === 'failed').map(({ title }) => title);
    return failed.length > 0 || status !== 'failed' ? failed : [`${name.slice(copy.length + 1)} could not run`];
  });
}

execFileSync('git', ['clone', '-q', root, copy]);
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
const rows = bugs.map(bug => {
  const noticed = noticedBy(bug);
  process.stdout.write(`${noticed.length > 0 ? 'noticed ' : 'MISSED  '} ${bug.name}\n`);
  return { bug, noticed };
});
rmSync(copy, { recursive: true, force: true });

const cell = (text: string) => text.replaceAll('|', '\\|');
const lines = rows.map(
  ({ bug, noticed }) =>
    `| ${cell(bug.name)} | \`${bug.file}\` | ${noticed.length} | ${cell(noticed[0] ?? '**nobody**')} |`,
);
writeFileSync(
  join(root, 'docs/seeded-bugs.md'),
  `# Seeded bugs\n\nWritten by \`npm run seeded\`: each bug is put into a copy of the project, and the tests named beside it in\n[\`test/seeded/bugs.ts\`](../test/seeded/bugs.ts) are run.\n\n| Bug | Where | Tests that fail | The first of them |\n| --- | --- | --: | --- |\n${lines.join('\n')}\n`,
);
process.exit(rows.every(({ noticed }) => noticed.length > 0) ? 0 : 1);
