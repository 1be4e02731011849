import { showProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { noteWaiting } from '../terminal/waiting-note.ts';
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
 * further item is started, a message says that the started ones are awaited, and the results contain only those that
 * finished.
 */
export async function mapPools<T, R>(
  { terminal, label, concurrency = MAX_CONCURRENT_POOLS }: PoolWork,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const progress = showProgress(terminal, label, items.length);
  let running = 0;
  const endNote = noteWaiting(terminal, () => {
    // The message must not follow the bar on its line.
    progress.end();
    return running;
  });
  try {
    return await mapWithConcurrency(concurrency, items, terminal.interrupted, async (item) => {
      running += 1;
      const result = await work(item).finally(() => {
        running -= 1;
      });
      progress.step();
      return result;
    });
  } finally {
    endNote();
    progress.end();
  }
}
