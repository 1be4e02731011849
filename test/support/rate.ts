/**
 * How many starts above `rate` × length the fullest window holds, with `slackMs` allowed for each window: a
 * token bucket of that size would have let them all pass. Starts are sorted, in milliseconds.
 */
export function mostInAnyWindow(starts: readonly number[], rate: number, slackMs = 0): number {
  let most = 0;
  // Sum of what is above the rate since the lowest point so far (Kadane's way).
  let tokens = 0;
  let before = starts[0] ?? 0;
  for (const start of starts) {
    tokens = Math.max(0, tokens - ((start - before) * rate) / 1000) + 1;
    most = Math.max(most, tokens);
    before = start;
  }
  // The sums of many fractions are off in their last digits, by which nobody is throttled.
  return Math.round((most - (slackMs * rate) / 1000) * 1e6) / 1e6;
}
