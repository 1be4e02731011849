/**
 * Returns the seconds from `at` (ISO 8601) to `now`, never less than 0: AWS rounds event times to whole seconds, and
 * clocks differ between machines.
 */
export const secondsSince = (at: string, now: Date): number =>
  Math.max(0, (now.getTime() - Date.parse(at)) / 1000);
