const { TEST_RUNS } = process.env;

/** Returns how many random cases a property tries that needs this many: fewer in `npm run test:fast`, which sets `TEST_RUNS`. */
export const cases = (count: number): number => Math.min(count, Number(TEST_RUNS ?? count));
