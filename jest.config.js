import { availableParallelism } from 'node:os';

/** All code is ESM, because middy is available only as ESM. `npm test` sets --experimental-vm-modules. */
export default {
  testEnvironment: 'node',
  // By default, jest leaves one core free. With two cores, tests that wait would take twice as long.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // lib is a root because coverage includes only files in roots, and must include files that no test imports.
  roots: ['<rootDir>/test', '<rootDir>/lib'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/build-command.ts',
  setupFiles: ['<rootDir>/test/support/seeded.ts'],
  // Long enough for a busy machine. A test that hangs still fails.
  testTimeout: 90_000,
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
  // Excludes files that contain only types, because v8 reports 0 % for them. test/coverage.test.ts checks the list.
  collectCoverageFrom: [
    'lib/**/*.ts',
    '!lib/aws/rate-limiter/rate-limiter.ts',
    '!lib/reconcile/fleet.ts',
    '!lib/reconcile/ports.ts',
    '!lib/domain/settings.ts',
  ],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
