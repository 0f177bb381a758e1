/** The mutation run: `npm run mutate` breaks every feature's rules in turn, `npm run mutate -- orders kitchen` those alone; writes docs/mutation.md. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { leastScore, type Report, scoreOf, table } from './score.ts';

const features = readdirSync('server/features').filter(
  name => existsSync(`server/features/${name}/rules.ts`) || existsSync(`server/features/${name}/rules`),
);
const reportOf = (feature: string) => `reports/mutation/${feature}.json`;

/** One feature after the other: what one has cost is not lost when another is stopped; what has not changed is not tried again. */
function mutate(feature: string) {
  const files = [`server/features/${feature}/rules.ts`, `server/features/${feature}/rules/*.ts`].join(',');
  const config = 'node_modules/@stryker-mutator/core/bin/stryker.js';
  const incremental = ['--incrementalFile', `reports/mutation/${feature}.known.json`];
  spawnSync(process.execPath, [config, 'run', '--mutate', files, ...incremental], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_REPORT: reportOf(feature) },
  });
}

const asked = process.argv.slice(2);
for (const feature of features) if (asked.length === 0 || asked.includes(feature)) mutate(feature);

const scores = features
  .filter(feature => existsSync(reportOf(feature)))
  .map(feature => scoreOf(feature, JSON.parse(readFileSync(reportOf(feature), 'utf8')) as Report));
const missing = features.filter(feature => !existsSync(reportOf(feature)));
const page = table(scores, missing);
writeFileSync('docs/mutation.md', page);
process.stdout.write(`\n${page}`);
const low = scores.filter(({ score }) => score < leastScore).map(({ feature }) => feature);
if (missing.length > 0) process.stderr.write(`Not run yet: ${missing.join(', ')}\n`);
if (low.length > 0) process.stderr.write(`Below ${leastScore} %: ${low.join(', ')}\n`);
process.exitCode = missing.length + low.length > 0 ? 1 : 0;
