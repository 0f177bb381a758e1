/** One mutation run over pure rules; `npm run mutate` starts one for each feature and judges the scores. */
export default {
  testRunner: 'jest',
  jest: { configFile: 'jest.rules.config.mjs', enableFindRelatedTests: true },
  testRunnerNodeArgs: ['--require', './test/mutation/compiled.cjs'],
  coverageAnalysis: 'perTest',
  mutate: ['server/features/*/rules.ts', 'server/features/*/rules/*.ts'],
  // Only what the rules and their tests are made of is copied.
  ignorePatterns: [
    '**',
    '!server/**',
    '!test/rules/**',
    '!test/mutation/**',
    '!test/features/*.kit.ts',
    '!*.json',
    '!*.mjs',
  ],
  ignoreStatic: true,
  concurrency: 2,
  incremental: true,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: process.env.MUTATION_REPORT ?? 'reports/mutation.json' },
  clearTextReporter: { allowColor: false, reportTests: false, reportMutants: false },
};
