/** Jest's runner for mutants: a file none of whose tests can meet the mutant is not loaded, and the first failure of a file ends it. */
// @ts-nocheck: it reaches into what jest does not declare.
const { mkdirSync, readFileSync, writeFileSync, existsSync } = require('node:fs');
const { basename, join } = require('node:path');
const { createEmptyTestResult } = require('@jest/test-result');
const { default: circus } = require('jest-circus/runner');

const namesFile = (rootDir, testPath) => join(rootDir, '.names', `${basename(testPath)}.json`);

module.exports = async function run(globalConfig, config, environment, runtime, testPath, ...rest) {
  const file = namesFile(config.rootDir, testPath);
  const { testNamePattern } = globalConfig;
  if (testNamePattern === undefined || testNamePattern === '' || !existsSync(file)) {
    const result = await circus(globalConfig, config, environment, runtime, testPath, ...rest);
    mkdirSync(join(config.rootDir, '.names'), { recursive: true });
    writeFileSync(file, JSON.stringify(result.testResults.map(({ fullName }) => fullName)));
    return result;
  }
  const wanted = new RegExp(testNamePattern, 'i');
  if (!JSON.parse(readFileSync(file, 'utf8')).some(name => wanted.test(name))) return notAsked(testPath);
  stopAfterFailure(environment);
  return circus(globalConfig, config, environment, runtime, testPath, ...rest);
};

/** One test that was left out: a file without any would count as broken, and the mutant with it. */
const notAsked = testFilePath => ({
  ...createEmptyTestResult(),
  ...{ testFilePath, numPendingTests: 1 },
  testResults: [
    {
      ancestorTitles: [],
      title: 'not asked',
      fullName: 'not asked',
      status: 'pending',
      failureMessages: [],
      numPassingAsserts: 0,
    },
  ],
});

function stopAfterFailure(environment) {
  const before = environment.handleTestEvent?.bind(environment);
  let failed = false;
  environment.handleTestEvent = async (event, state) => {
    await before?.(event, state);
    if (event.name === 'test_fn_failure') failed = true;
    if (event.name === 'test_start' && failed) event.test.mode = 'skip';
  };
}
