import { setTimeout as wait } from 'node:timers/promises';
import type { EnvironmentPool } from './environment-pool.ts';
import type { FunctionSpec } from './function-spec.ts';

/** Invocations of type Event of one function: accepted at once, run in their turn, tried again. */
export interface AsynchronousInvocations {
  accept(requestId: string, payload: string): void;
  /** Drops what waits for another attempt, and resolves when nothing runs; the pool closes first. */
  close(): Promise<void>;
}

/** Milliseconds before the second and the third attempt; Lambda waits one minute, then two. */
export type RetryDelays = readonly number[];

export function createAsynchronousInvocations(
  spec: FunctionSpec,
  pool: Pick<EnvironmentPool, 'run'>,
  retryDelays: RetryDelays,
  log: (line: string) => void,
): AsynchronousInvocations {
  const closing = new AbortController();
  const pending = new Set<Promise<void>>();
  const oldest = spec.maximumEventAgeSeconds * 1000;

  const carryOut = async (requestId: string, payload: string) => {
    const accepted = Date.now();
    const fresh = () => Date.now() - accepted <= oldest;
    for (let attempt = 0; ; attempt += 1) {
      const result = await pool.run(requestId, payload, 'wait', fresh);
      if (closing.signal.aborted) return;
      if (result === 'dropped' || result === 'throttled')
        return log(`${requestId} dropped: older than ${spec.maximumEventAgeSeconds} seconds`);
      if (result.functionError === undefined) return;
      if (attempt >= spec.maximumRetryAttempts)
        return log(`${requestId} dropped: it failed ${attempt + 1} times`);
      await wait(retryDelays[attempt] ?? retryDelays.at(-1) ?? 0, undefined, { signal: closing.signal });
    }
  };

  return {
    accept(requestId, payload) {
      const running = carryOut(requestId, payload)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) log(`${requestId} dropped: ${String(error)}`);
        })
        .finally(() => pending.delete(running));
      pending.add(running);
    },
    async close() {
      closing.abort();
      await Promise.all(pending);
    },
  };
}
