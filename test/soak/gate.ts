import { setImmediate as turn } from 'node:timers/promises';
import { below } from './random.ts';

/** A worker that may be killed at any of its calls: from then on nothing that it awaits ever comes. */
export interface Worker {
  readonly name: string;
  /** Dies at the call after so many; undefined lives. */
  readonly dies: { readonly after: number; readonly carriedOut: boolean } | undefined;
  calls: number;
  dead: boolean;
  /** Pools it has put whose parameter it has not read again since. */
  readonly unread: Set<string>;
}

interface Call {
  readonly worker: Worker;
  readonly run: () => Promise<unknown>;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** What somebody else does after so many calls; at the end where there were fewer. */
export interface Meanwhile {
  readonly after: number;
  readonly run: () => Promise<void>;
}

export interface Gate {
  /** The call waits until it is let through. */
  pass<T>(worker: Worker, run: () => Promise<T>): Promise<T>;
  /** Lets one call through at a time, drawn from all that wait, until all work has ended or died. */
  open(
    works: readonly { readonly worker: Worker; readonly work: Promise<unknown> }[],
    meanwhile?: Meanwhile,
  ): Promise<void>;
}

/** Turns of the event loop without a call before somebody is said to be stuck. */
const MOST_IDLE = 10_000;

/** All interleavings of what workers await, drawn from a seed: a run can be played again. */
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
    async open(works, meanwhile) {
      let left = meanwhile?.after ?? -1;
      const running = new Set(works);
      for (const one of works)
        one.work.then(
          () => running.delete(one),
          () => running.delete(one),
        );
      for (let idle = 0; idle < MOST_IDLE; ) {
        await turn();
        for (const one of running) if (one.worker.dead) running.delete(one);
        if (running.size === 0) {
          if (left >= 0) await meanwhile?.run();
          return;
        }
        if (waiting.length === 0) idle += 1;
        else {
          idle = 0;
          if (left === 0) await meanwhile?.run();
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
