import type { PoolView } from './pool-view.ts';

/** The kinds of changes that the chart counts. */
export const ACTIVITY_KINDS = ['applied', 'repaired', 'left'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

export const ACTIVITY_LABELS: Readonly<Record<ActivityKind, string>> = {
  applied: 'changes applied',
  repaired: 'drift repaired',
  left: 'drift not repaired',
};

/** `left`: observe mode, or another writer keeps changing the pool. */
const KIND_OF_OUTCOME: Readonly<Record<string, ActivityKind>> = {
  Applied: 'applied',
  Cleared: 'applied',
  Repaired: 'repaired',
  OutOfSync: 'left',
  Contested: 'left',
};

/** One bar of the chart. `from` is included, `to` is not; both are ISO 8601. */
export interface ActivityBin {
  readonly from: string;
  readonly to: string;
  readonly counts: Readonly<Record<ActivityKind, number>>;
}

export interface Activity {
  readonly unit: 'hour' | 'day' | 'week';
  readonly bins: readonly ActivityBin[];
}

const HOUR_MS = 3_600_000;
const LENGTHS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;
const MIN_BINS = 24;
const MAX_BINS = 60;

/**
 * Counts the recorded changes of all pools over time, up to `now`. The unit is the shortest one with at most 60 bars; a
 * longer history is cut at the start, and a short one begins with empty bars. Returns undefined if nothing was recorded.
 */
export function activityOf(pools: readonly PoolView[], now: string): Activity | undefined {
  const end = Date.parse(now);
  const changes = pools.flatMap(({ history = [] }) =>
    history.flatMap(({ at, outcome }) => {
      const kind = outcome === undefined ? undefined : KIND_OF_OUTCOME[outcome];
      const time = Date.parse(at);
      return kind === undefined || !(time <= end) ? [] : [{ kind, time }];
    }),
  );
  if (changes.length === 0) return undefined;
  const first = changes.reduce((least, { time }) => Math.min(least, time), end);
  const unit = end - first < 2 * LENGTHS.day ? 'hour' : end - first < MAX_BINS * LENGTHS.day ? 'day' : 'week';
  const length = LENGTHS[unit];
  const last = Math.floor(end / length) * length;
  const earliest = Math.min(Math.floor(first / length) * length, last - (MIN_BINS - 1) * length);
  const start = Math.max(earliest, last - (MAX_BINS - 1) * length);
  const size = (last - start) / length + 1;
  const counts = Array.from({ length: size }, () => ({ applied: 0, repaired: 0, left: 0 }));
  for (const { kind, time } of changes) {
    const bin = counts[Math.floor((time - start) / length)];
    if (bin !== undefined) bin[kind] += 1;
  }
  const bins = counts.map((one, at) => ({
    from: new Date(start + at * length).toISOString(),
    to: new Date(start + (at + 1) * length).toISOString(),
    counts: one,
  }));
  return { unit, bins };
}
