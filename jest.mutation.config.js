import config from './jest.config.js';

/** What Stryker runs for each mutant: what decides about the folder that is mutated, and ends soon. */
const folder = process.env.MUTATED ?? 'domain';

export default {
  ...config,
  testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
  maxWorkers: 1,
  collectCoverage: false,
  coverageThreshold: undefined,
};
