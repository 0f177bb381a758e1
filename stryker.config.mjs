/** Mutation run over the pure rules: `npm run mutate`. */
export default {
  testRunner: 'jest',
  jest: { configFile: 'jest.rules.config.mjs', enableFindRelatedTests: true },
  testRunnerNodeArgs: ['--experimental-vm-modules'],
  coverageAnalysis: 'perTest',
  mutate: ['server/features/*/rules.ts', 'server/features/*/rules/*.ts'],
  ignoreStatic: true,
  concurrency: 2,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportMutants: false },
  thresholds: { high: 90, low: 80, break: 80 },
};
