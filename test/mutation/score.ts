/** What a mutation run found, in figures: of the mutants that some test reaches or none, how many were noticed. */

/** The least part of a feature's mutants, in percent, that its tests must notice. */
export const leastScore = 80;

/** The part of Stryker's report that is counted. */
export interface Report {
  files: Record<string, { mutants: readonly { status: string }[] }>;
}
export interface Score {
  feature: string;
  mutants: number;
  killed: number;
  survived: number;
  /** Mutants that broke the run itself: neither noticed nor missed, and not in the score. */
  broken: number;
  /** Percent. */
  score: number;
}

const noticed = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);

/** A mutant that runs for ever counts as noticed, one that no test reaches as missed; what is only loaded is not counted. */
export function scoreOf(feature: string, { files }: Report): Score {
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const killed = statuses.filter(status => noticed.has(status)).length;
  const survived = statuses.filter(status => missed.has(status)).length;
  const broken = statuses.filter(status => status === 'RuntimeError').length;
  return { feature, killed, survived, broken, ...sum(killed, survived) };
}

const sum = (killed: number, survived: number) => ({
  mutants: killed + survived,
  score: killed + survived === 0 ? 100 : (100 * killed) / (killed + survived),
});

/** The page of all features, with their sum, and those that were not run. */
export function table(scores: readonly Score[], missing: readonly string[]): string {
  const killed = scores.reduce((all, one) => all + one.killed, 0);
  const survived = scores.reduce((all, one) => all + one.survived, 0);
  const broken = scores.reduce((all, one) => all + one.broken, 0);
  const rows = [...scores, { feature: 'all', killed, survived, broken, ...sum(killed, survived) }];
  return [
    '# Mutation run',
    '',
    'Written by `npm run mutate`. Each mutant is one small fault in a pure rule; killed means that a test of the product failed.',
    'What runs only while a file is loaded (the tables of moves, say) is left out.',
    '',
    '| Feature | Mutants | Killed | Survived | Broke the run | Score |',
    '| --- | --: | --: | --: | --: | --: |',
    ...rows.map(
      ({ feature, mutants, killed: k, survived: s, broken: b, score }) =>
        `| ${feature} | ${mutants} | ${k} | ${s} | ${b} | ${score.toFixed(1)} % |`,
    ),
    '',
    ...(missing.length > 0 ? [`Not run yet: ${missing.join(', ')}.`, ''] : []),
  ].join('\n');
}
