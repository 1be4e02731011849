import { availableParallelism } from 'node:os';

/** All code is ESM. `npm test` sets --experimental-vm-modules. */
export default {
  testEnvironment: 'node',
  // By default, jest leaves one core free. Many tests wait for processes, so a machine of two cores can run three files.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  // A worker keeps the modules of every file that it has run. Without a limit, it grows to 1 GB.
  workerIdleMemoryLimit: '500MB',
  // lib is a root because coverage includes only files in roots, and must include files that no test imports.
  roots: ['<rootDir>/test', '<rootDir>/lib'],
  testMatch: ['**/*.test.ts'],
  testSequencer: '<rootDir>/test/support/slow-first.mjs',
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
  // Only the tests of lib/ collect coverage (test/run). V8 then needs almost a second for each file, and more the more scripts the
  // worker has loaded (docs/decisions/0020).
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
