import { setTimeout as wait } from 'node:timers/promises';
import type { EnvironmentPool } from './environment-pool.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { Invocation } from './invocation.ts';

/** The invocations of type Event of one function: accepted at once, run in order, retried on failure. */
export interface AsynchronousInvocations {
  accept(invocation: Invocation): void;
  /** Drops invocations that wait for a retry. Resolves when none is running. Close the pool first. */
  close(): Promise<void>;
}

/** The delays in milliseconds before the second and the third attempt. Lambda waits one minute, then two. */
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

  const run = async (invocation: Invocation) => {
    const { requestId } = invocation;
    const accepted = Date.now();
    const isFresh = () => Date.now() - accepted <= oldest;
    for (let attempt = 0; ; attempt += 1) {
      const result = await pool.run(invocation, 'wait', isFresh);
      if (closing.signal.aborted) return;
      if (result === 'dropped' || result === 'throttled')
        return log(`${requestId} event dropped: older than ${spec.maximumEventAgeSeconds} seconds`);
      if (result.functionError === undefined) return;
      if (attempt >= spec.maximumRetryAttempts)
        return log(`${requestId} event dropped: failed ${attempt + 1} times`);
      await wait(retryDelays[attempt] ?? retryDelays.at(-1) ?? 0, undefined, { signal: closing.signal });
    }
  };

  return {
    accept(invocation) {
      const running = run(invocation)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) log(`${invocation.requestId} event dropped: ${String(error)}`);
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
