/**
 * Does so many at once, and answers in the order of the items. Once the signal is aborted no other is begun; the
 * answer then holds what was done.
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
