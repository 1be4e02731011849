import type { InvokeResult } from '../../core/stack.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import type { InitError } from './init-phase.ts';

/** The execution environments of one function. */
export interface EnvironmentPool {
  /**
   * Runs an invocation in a warm environment, or in a new one. Where `limit` of them are busy, `refuse` gives
   * `throttled` at once and `wait` takes its turn. `wanted` is asked when the turn has come; false, or a pool
   * that has closed meanwhile, gives `dropped`. Rejects when an environment cannot be made.
   */
  run(
    requestId: string,
    payload: string,
    whenFull: 'refuse' | 'wait',
    wanted?: () => boolean,
  ): Promise<InvokeResult | 'throttled' | 'dropped'>;
  /** Starts an environment for the next invocation; gives why it could not load, or undefined when it is idle. */
  warm(): Promise<InitError | undefined>;
  /** Ends every environment at once and waits until they are gone. The next invocation starts a new one. */
  kill(): Promise<void>;
  /** As `kill`, and drops what waits; nothing runs any more. */
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
  const runNow = async (requestId: string, payload: string) => {
    const environment = idleOne() ?? (await startOne());
    if (!open) {
      await environment.end();
      return 'dropped';
    }
    const result = await environment.run(requestId, payload);
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
    const fault = await environment.loaded;
    if (fault === undefined && environment.alive()) idle.push(environment);
    else {
      await environment.end();
      environments.delete(environment);
    }
    return fault;
  };
  const turn = async () => {
    if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
  };
  // The turn goes straight to the next: nobody can take it in between.
  const pass = () => {
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
  const inTurn = async (requestId: string, payload: string, wanted: () => boolean) => {
    await turn();
    try {
      return open && wanted() ? await runNow(requestId, payload) : 'dropped';
    } finally {
      pass();
    }
  };

  return {
    async run(requestId, payload, whenFull, wanted = () => true) {
      if (whenFull === 'refuse' && busy >= limit) return 'throttled';
      return counted(inTurn(requestId, payload, wanted));
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
