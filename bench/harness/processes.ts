import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import type { Account } from './account.ts';
import { type Usage, usageSchema } from './metering.ts';

/** Worker processes. `stop` waits until they have finished their batch. */
export interface Workers {
  /** Sends SIGKILL to the first worker. */
  killOne(): void;
  stop(): Promise<void>;
}

/**
 * Starts workers, which process both queues or the given ones. Resolves when all of them are loaded and ready to receive
 * messages.
 */
export async function startWorkers(
  account: Account,
  count: number,
  queues: readonly QueueName[] = [],
): Promise<Workers> {
  const children = Array.from({ length: count }, () => start('worker.ts', account, queues));
  await Promise.all(children.map((child) => lineOf(child)));
  return {
    killOne: () => children[0]?.kill('SIGKILL'),
    async stop() {
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const ended = once(child, 'close');
          child.kill('SIGTERM');
          await ended;
        }),
      );
    },
  };
}

/** Starts workers of the upkeep queue that measure what they use. `stop` returns that. */
export async function startMeteredWorkers(account: Account, count: number) {
  const children = Array.from({ length: count }, () => start('metered-worker.ts', account));
  await Promise.all(children.map((child) => lineOf(child)));
  return {
    stop: (): Promise<readonly Usage[]> =>
      Promise.all(
        children.map(async (child) => {
          child.kill('SIGTERM');
          return usageSchema.parse(JSON.parse(await lineOf(child)));
        }),
      ),
  };
}

/** Runs a sweep in its own process that measures what it uses. */
export const startMeteredSweep = (account: Account) => startOnce('metered-sweep.ts', account, usageSchema);

const sweptSchema = z.object({ managed: z.number(), seconds: z.number(), peakMb: z.number() });
const fannedOutSchema = z.object({ sent: z.number(), peakMb: z.number() });
const checkedSchema = z.object({
  pools: z.object({
    Arriving: z.number(),
    NotArriving: z.number(),
    NoActivity: z.number(),
    Unknown: z.number(),
  }),
  seconds: z.number(),
  peakMb: z.number(),
});

/** Runs a sweep in its own process. */
export const startSweep = (account: Account) => startOnce('sweeper.ts', account, sweptSchema);

/** Runs the policies function in its own process. */
export const startFanOut = (account: Account, policies: readonly string[]) =>
  startOnce('fan-out.ts', account, fannedOutSchema, policies);

/** Runs a check of arrival in its own process. */
export const startArrivalCheck = (account: Account) =>
  startOnce('arrival-checker.ts', account, checkedSchema);

/** Resolves when the program has loaded its modules and begins; `end` resolves with its result. */
async function startOnce<T>(
  program: string,
  account: Account,
  schema: z.ZodType<T>,
  args: readonly string[] = [],
): Promise<{ readonly end: Promise<T> }> {
  const child = start(program, account, args);
  await lineOf(child);
  return { end: lineOf(child).then((line) => schema.parse(JSON.parse(line))) };
}

function start(program: string, { environment }: Account, args: readonly string[] = []): ChildProcess {
  const path = join(import.meta.dirname, program);
  // The benchmark itself also runs with tsx.
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 1_200_000,
  });
}

const readers = new WeakMap<ChildProcess, AsyncIterator<string>>();

async function lineOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no standard output');
  const reader = readers.get(child) ?? createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  readers.set(child, reader);
  const { value, done } = await reader.next();
  if (done) throw new Error('the process ended before it was ready');
  return value;
}
