/**
 * Returns the maximum number of starts above `rate` × length in any window, minus the starts that fit into
 * `slackMs`. A token bucket of that size would accept all of them. `starts` are sorted, in milliseconds.
 */
export function maxInAnyWindow(starts: readonly number[], rate: number, slackMs = 0): number {
  let max = 0;
  // The sum above the rate since the lowest point (Kadane's algorithm).
  let tokens = 0;
  let before = starts[0] ?? 0;
  for (const start of starts) {
    tokens = Math.max(0, tokens - ((start - before) * rate) / 1000) + 1;
    max = Math.max(max, tokens);
    before = start;
  }
  // Rounds away the floating-point error of the sum.
  return Math.round((max - (slackMs * rate) / 1000) * 1e6) / 1e6;
}
