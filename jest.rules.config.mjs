/** Only the tests of the pure rules: what the mutation run asks. */
import all from './jest.config.mjs';

export default { ...all, testMatch: ['<rootDir>/test/rules/**/*.test.ts'] };
