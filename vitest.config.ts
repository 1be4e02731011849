import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/support/slow-first.ts';

/** docs/decisions/0031 says why these are not part of `npm test`. */
const LONG = [
  'test/{bench,examples,fuzz,soak}/**/*.test.ts',
  'test/**/*-in-chromium.test.ts',
  'test/cli/{answers,npm-package,tour}.test.ts',
  'test/local/cloudformation/package/same-package.test.ts',
];
/** Set by test/run. */
const { TEST_SELECTION } = process.env;

export default defineConfig({
  test: {
    include: TEST_SELECTION === 'long' ? LONG : ['test/**/*.test.ts'],
    exclude: TEST_SELECTION === 'short' ? LONG : [],
    globals: true,
    pool: 'forks',
    // All files of a worker share its modules, which saves a third of the processor time. Each file undoes what it changes in them.
    isolate: false,
    // Many tests wait for processes, so a machine of two cores can run five files.
    maxWorkers: Math.max(5, availableParallelism()),
    sequence: { sequencer: SlowFirst },
    globalSetup: ['test/support/build-command.ts'],
    setupFiles: ['test/support/setup.ts'],
    // The output names only tests that take longer than usual.
    slowTestThreshold: 10_000,
    // Long enough for a busy machine. A test that hangs still fails.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    coverage: {
      provider: 'v8',
      // Excludes files that contain only types. test/coverage.test.ts checks the list.
      include: ['lib/**/*.ts'],
      exclude: [
        'lib/aws/rate-limiter/rate-limiter.ts',
        'lib/reconcile/fleet.ts',
        'lib/reconcile/ports.ts',
        'lib/domain/settings.ts',
      ],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
