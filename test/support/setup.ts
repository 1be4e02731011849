import 'aws-sdk-client-mock-vitest/extend';
import fc from 'fast-check';
import { environmentSnapshot } from './environment-snapshot.ts';

/**
 * With `TEST_SEED`, all property tests use this seed, so that a run can be repeated. Without it, each run uses a random
 * seed. CI derives the seed from the tree that it tests: another commit tests other cases, the same commit the same ones.
 */
const { TEST_SEED, TEST_RUNS } = process.env;
fc.configureGlobal({
  ...(TEST_SEED !== undefined && { seed: Number(TEST_SEED) }),
  // The number of random cases of a property, unless it has a number of its own.
  ...(TEST_RUNS !== undefined && { numRuns: Number(TEST_RUNS) }),
});

/** Other files run in this process after this one. */
const restoreEnvironment = environmentSnapshot();
const { env } = process;
afterAll(() => {
  const isSame = process.env === env;
  process.env = env;
  restoreEnvironment();
  expect(isSame, 'process.env is another object than before this file').toBe(true);
});
