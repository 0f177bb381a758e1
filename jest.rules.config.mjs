/** Only the tests of the pure rules, as the mutation run asks them a thousand times: CommonJS, two folders, no watching. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/server', '<rootDir>/test/rules', '<rootDir>/test/features'],
  testMatch: ['<rootDir>/test/rules/**/*.test.ts'],
  testPathIgnorePatterns: ['/test/rules/(solver|demand|meituan)'],
  transform: {
    '^.+\\.[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // These have no CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(flatbush|flatqueue|geokdbush|kdbush|tinyqueue)/)'],
  testRunner: '<rootDir>/test/mutation/jest-circus.cjs',
  setupFiles: ['<rootDir>/test/mutation/properties.cjs'],
  watchman: false,
  testTimeout: 20_000,
};
