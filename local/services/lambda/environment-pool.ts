import type { InvokeResult } from '../../core/stack.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import type { InitError } from './init-phase.ts';
import type { Invocation } from './invocation.ts';

/** The execution environments of one function. */
export interface EnvironmentPool {
  /**
   * Runs an invocation in a warm environment or in a new one. When `limit` environments are busy, `reject`
   * returns `throttled` immediately and `wait` waits for a turn. `isWanted` is called when the turn has come.
   * Returns `dropped` if it returns false, or if the pool was closed by then. Rejects when an environment
   * cannot be created.
   */
  run(
    invocation: Invocation,
    whenFull: 'reject' | 'wait',
    isWanted?: () => boolean,
  ): Promise<InvokeResult | 'throttled' | 'dropped'>;
  /**
   * Starts an environment for the next invocation. Resolves with the error if it cannot load, or with
   * undefined when it is idle.
   */
  warm(): Promise<InitError | undefined>;
  /**
   * Ends every environment immediately and waits until all have ended. The next invocation starts a new one.
   */
  kill(): Promise<void>;
  /** Does the same as `kill`, and drops waiting invocations. Nothing runs afterwards. */
  close(): Promise<void>;
}

export function createEnvironmentPool(
  start: () => Promise<ExecutionEnvironment>,
  limit = Number.POSITIVE_INFINITY,
): EnvironmentPool {
  const starting = new Set<Promise<ExecutionEnvironment>>();
  const environments = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<unknown>>();
  let busy = 0;
  let open = true;

  const startOne = () => {
    const started = start()
      .then((environment) => {
        environments.add(environment);
        return environment;
      })
      .finally(() => starting.delete(started));
    starting.add(started);
    return started;
  };
  const idleOne = () => {
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      if (last.alive()) return last;
      environments.delete(last);
    }
    return undefined;
  };
  const runNow = async (invocation: Invocation) => {
    const environment = idleOne() ?? (await startOne());
    if (!open) {
      await environment.end();
      return 'dropped';
    }
    const result = await environment.run(invocation);
    if (environment.alive()) idle.push(environment);
    else {
      await environment.end();
      environments.delete(environment);
    }
    return result;
  };
  const warm = async () => {
    const environment = await startOne();
    if (!open) await environment.end();
    const error = await environment.loaded;
    if (error === undefined && environment.alive()) idle.push(environment);
    else {
      await environment.end();
      environments.delete(environment);
    }
    return error;
  };
  const waitForTurn = async () => {
    if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
  };
  // Passes the turn directly to the next invocation, so that no other one can take it in between.
  const passTurn = () => {
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  };
  const endAll = async () => {
    const ended = [...environments];
    environments.clear();
    idle.length = 0;
    await Promise.all(ended.map((environment) => environment.end()));
  };
  const kill = async () => {
    await Promise.all([endAll(), Promise.allSettled(starting).then(endAll)]);
  };
  const counted = <T>(run: Promise<T>): Promise<T> => {
    running.add(run);
    return run.finally(() => running.delete(run));
  };
  const inTurn = async (invocation: Invocation, isWanted: () => boolean) => {
    await waitForTurn();
    try {
      return open && isWanted() ? await runNow(invocation) : 'dropped';
    } finally {
      passTurn();
    }
  };

  return {
    async run(invocation, whenFull, isWanted = () => true) {
      if (whenFull === 'reject' && busy >= limit) return 'throttled';
      return counted(inTurn(invocation, isWanted));
    },
    warm: () => counted(warm()),
    kill,
    async close() {
      open = false;
      for (const resume of waiting.splice(0)) {
        busy += 1;
        resume();
      }
      await kill();
      await Promise.allSettled(running);
    },
  };
}
