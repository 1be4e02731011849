const STEPS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;

/** How long ago, as kubectl has it: `12s`, `5m`, `3h`, `12d`; `-` where there is no time. */
export function formatAge(at: string | undefined, now: Date): string {
  if (at === undefined) return '-';
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 1000));
  for (const [unit, length] of STEPS) if (seconds >= length) return `${Math.floor(seconds / length)}${unit}`;
  return `${seconds}s`;
}

/** To the second, in UTC: `2026-11-23 09:30:00`. */
export const formatTimestamp = (at: string): string => at.slice(0, 19).replace('T', ' ');
