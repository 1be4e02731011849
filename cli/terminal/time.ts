const STEPS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;

/** Returns the age in the format of kubectl: `12s`, `5m`, `3h`, `12d`; `-` without a time. */
export function formatAge(at: string | undefined, now: Date): string {
  if (at === undefined) return '-';
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 1000));
  for (const [unit, length] of STEPS) if (seconds >= length) return `${Math.floor(seconds / length)}${unit}`;
  return `${seconds}s`;
}

/** Returns a UTC time with seconds: `2026-11-23 09:30:00`. */
export const formatTimestamp = (at: string): string => at.slice(0, 19).replace('T', ' ');
