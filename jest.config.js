import { availableParallelism } from 'node:os';

/** ESM throughout: middy is ESM alone. `npm test` sets --experimental-vm-modules. */
export default {
  testEnvironment: 'node',
  // jest leaves one core free; on two, the tests that wait would take twice as long.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // lib is a root too: coverage counts only what lies in one, and a file that no test loads must count.
  roots: ['<rootDir>/test', '<rootDir>/lib'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['<rootDir>/test/support/seeded.ts'],
  // A busy machine is no fault: what hangs is found all the same.
  testTimeout: 30_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  coverageProvider: 'v8',
  // Left out are files of types alone, of which v8 would say that no line ran; test/coverage.test.ts holds that.
  collectCoverageFrom: [
    'lib/**/*.ts',
    '!lib/aws/rate-limiter/rate-limiter.ts',
    '!lib/reconcile/ports.ts',
    '!lib/domain/settings.ts',
  ],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
