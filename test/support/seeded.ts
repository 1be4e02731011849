import fc from 'fast-check';

/**
 * With `TEST_SEED` every property of the run draws from it, and a run can be played again; without it each
 * run draws anew. CI takes the seed from the tree it tests: another commit tries other cases, the same commit
 * the same.
 */
const { TEST_SEED } = process.env;
if (TEST_SEED !== undefined) fc.configureGlobal({ seed: Number(TEST_SEED) });
