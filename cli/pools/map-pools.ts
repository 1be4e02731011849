import { showProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { mapWithConcurrency } from './map-with-concurrency.ts';

export interface PoolWork {
  readonly terminal: Terminal;
  /** Shown before the progress bar, for example `Reading pools`. */
  readonly label: string;
  /** The number of pools at the same time; the rate limiter sets the speed. */
  readonly concurrency?: number;
}

const MAX_CONCURRENT_POOLS = 25;

/**
 * Runs `work` for each item with a progress bar and returns the results in the order of the items. After Ctrl-C no
 * further item is started, and the results contain only the finished items.
 */
export async function mapPools<T, R>(
  { terminal, label, concurrency = MAX_CONCURRENT_POOLS }: PoolWork,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const progress = showProgress(terminal, label, items.length);
  try {
    return await mapWithConcurrency(concurrency, items, terminal.interrupted, async (item) => {
      const result = await work(item);
      progress.step();
      return result;
    });
  } finally {
    progress.end();
  }
}
