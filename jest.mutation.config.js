import config from './jest.config.js';

/** Stryker runs these tests for each mutant: only the fast tests of the mutated folder. */
const folder = process.env.MUTATED ?? 'domain';

export default {
  ...config,
  testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
  globalSetup: undefined,
  maxWorkers: 1,
  collectCoverage: false,
  coverageThreshold: undefined,
};
