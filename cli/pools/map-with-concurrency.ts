/**
 * Runs `work` for up to `limit` items at the same time and returns the results in the order of the items. After the
 * signal is aborted, no further item is started, and the results contain only the finished items.
 */
export async function mapWithConcurrency<T, R>(
  limit: number,
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const done = new Map<number, R>();
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    for (const [at, item] of rest) {
      if (signal.aborted) return;
      done.set(at, await work(item));
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return [...done].sort(([a], [b]) => a - b).map(([, result]) => result);
}
