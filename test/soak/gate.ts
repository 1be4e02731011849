import { setImmediate as turn } from 'node:timers/promises';
import { below } from './random.ts';

/** A worker that can be killed at any of its calls: after that, none of its promises settles. */
export interface Worker {
  readonly name: string;
  /** The number of calls before the worker is killed; undefined: it is not killed. */
  readonly dies: { readonly after: number; readonly carriedOut: boolean } | undefined;
  calls: number;
  dead: boolean;
  /** Pools that it wrote and whose parameter it has not read again since. */
  readonly unread: Set<string>;
}

interface Call {
  readonly worker: Worker;
  readonly run: () => Promise<unknown>;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** An action of another client after this many calls, or at the end when there are fewer calls. */
export interface Interruption {
  readonly after: number;
  readonly run: () => Promise<void>;
}

export interface Gate {
  /** Blocks the call until the gate passes it. */
  pass<T>(worker: Worker, run: () => Promise<T>): Promise<T>;
  /** Passes one of the waiting calls at a time, chosen at random, until all work has ended or was killed. */
  open(
    works: readonly { readonly worker: Worker; readonly work: Promise<unknown> }[],
    interruption?: Interruption,
  ): Promise<void>;
}

/** Turns of the event loop without a call after which a worker counts as stuck. */
const MAX_IDLE = 10_000;

/** Interleaves the calls of workers at random, by a seed: a run can be repeated. */
export function createGate(random: () => number): Gate {
  const waiting: Call[] = [];
  const step = async (): Promise<void> => {
    const [call] = waiting.splice(below(random, waiting.length), 1);
    if (call === undefined || call.worker.dead) return;
    const { worker, run, done, failed } = call;
    if (worker.dies !== undefined && worker.calls >= worker.dies.after) {
      worker.dead = true;
      if (worker.dies.carriedOut) await run().catch(() => undefined);
      return;
    }
    worker.calls += 1;
    await run().then(done, failed);
  };
  return {
    pass: <T>(worker: Worker, run: () => Promise<T>) =>
      new Promise<T>((resolve, failed) => {
        let value: T;
        const keep = async (): Promise<void> => {
          value = await run();
        };
        waiting.push({ worker, run: keep, done: () => resolve(value), failed });
      }),
    async open(works, interruption) {
      let left = interruption?.after ?? -1;
      const running = new Set(works);
      for (const one of works)
        one.work.then(
          () => running.delete(one),
          () => running.delete(one),
        );
      for (let idle = 0; idle < MAX_IDLE; ) {
        await turn();
        for (const one of running) if (one.worker.dead) running.delete(one);
        if (running.size === 0) {
          if (left >= 0) await interruption?.run();
          return;
        }
        if (waiting.length === 0) idle += 1;
        else {
          idle = 0;
          if (left === 0) await interruption?.run();
          left -= 1;
          await step();
        }
      }
      throw new Error(`stuck: ${[...running].map(({ worker }) => worker.name).join(', ')}`);
    },
  };
}

export const newWorker = (name: string, dies?: Worker['dies']): Worker => ({
  name,
  dies,
  calls: 0,
  dead: false,
  unread: new Set(),
});
