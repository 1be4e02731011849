import fc from 'fast-check';

/**
 * With `TEST_SEED`, all property tests use this seed, so that a run can be repeated. Without it, each run uses a random
 * seed. CI derives the seed from the tree that it tests: another commit tests other cases, the same commit the same ones.
 */
const { TEST_SEED } = process.env;
if (TEST_SEED !== undefined) fc.configureGlobal({ seed: Number(TEST_SEED) });
