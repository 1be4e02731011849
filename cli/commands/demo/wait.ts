import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import type { PoolRecord, Transition } from '../../../lib/domain/record.ts';

/** A step of the demo failed. The message describes the expected result. */
export class DemoStepError extends Error {
  override readonly name = 'DemoStepError';
}

const MAX_WAIT_MS = 10_000;
const POLL_MS = 50;

/** Polls until `read` returns a value. Throws DemoStepError after ten seconds. */
async function pollUntil<T>(
  expected: string,
  read: () => Promise<T | undefined>,
): Promise<{ readonly found: T; readonly seconds: string }> {
  const start = Date.now();
  for (;;) {
    const found = await read();
    const ms = Date.now() - start;
    if (found !== undefined) return { found, seconds: (ms / 1000).toFixed(1) };
    if (ms > MAX_WAIT_MS) throw new DemoStepError(`expected ${expected} within ${MAX_WAIT_MS / 1000} s`);
    await sleep(POLL_MS);
  }
}

/** Waits until a transition after `revision` reaches this outcome. */
export async function waitForOutcome(
  readRecord: () => Promise<PoolRecord | undefined>,
  outcome: Outcome,
  revision = 0,
): Promise<{ readonly transition: Transition; readonly record: PoolRecord; readonly seconds: string }> {
  const { found, seconds } = await pollUntil(`the outcome ${outcome} of the pool`, async () => {
    const now = await readRecord();
    const transition = now?.Transitions.at(-1);
    const isReached = now && now.Revision > revision && !now.Intent && transition?.To === outcome;
    return isReached ? { transition, record: now } : undefined;
  });
  return { ...found, seconds };
}
