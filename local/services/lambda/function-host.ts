import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountRegion } from '../../core/account-region.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { InvokeResult } from '../../core/stack.ts';
import { createAsynchronousInvocations, type RetryDelays } from './asynchronous-invocations.ts';
import { unpack } from './bundle.ts';
import { createEnvironmentPool } from './environment-pool.ts';
import { startEnvironment } from './execution-environment.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { InitError } from './init-phase.ts';
import { workerEnvironment } from './worker-environment.ts';

/** The functions of one stack. */
export interface FunctionHost {
  readonly functionNames: readonly string[];
  /**
   * As cell.ts's Stack.invoke. RequestResponse beyond the reserved concurrency rejects with Lambda's
   * TooManyRequestsException, Event waits its turn.
   */
  invoke(name: string, payload: string, type: 'RequestResponse' | 'Event'): Promise<InvokeResult | undefined>;
  /**
   * Starts one execution environment of the function and leaves it idle for the first invocation. Rejects when it
   * does not load, within Lambda's ten seconds, with one line that names the function and why.
   */
  warm(name: string): Promise<void>;
  /** Ends every worker of the function at once, whatever it is doing: for tests of a killed function. */
  kill(name: string): Promise<void>;
  /** Ends every worker and waits for them; drops what waits. May be called twice. */
  close(): Promise<void>;
}

export interface FunctionHostOptions {
  /** Lambda's own minutes would be no use here: one second and two unless said. */
  readonly retryDelays?: RetryDelays;
}

/**
 * Runs each function's zip in worker threads as Lambda runs it in execution environments: one invocation at a
 * time in each, more of them on demand, kept warm. Unlike Lambda's they are not frozen between invocations.
 */
export function createFunctionHost(
  accountRegion: AccountRegion,
  specs: readonly FunctionSpec[],
  log: (line: string) => void,
  { retryDelays = [1000, 2000] }: FunctionHostOptions = {},
): FunctionHost {
  let directory: Promise<string> | undefined;
  const unpacked = async (spec: FunctionSpec) => {
    directory ??= mkdtemp(join(tmpdir(), 'clr-functions-'));
    const root = join(await directory, spec.name);
    await unpack(spec.artifact, root).catch((cause: unknown) => {
      throw new Error(`${spec.name} cannot be unpacked: ${String(cause)}`, { cause });
    });
    return root;
  };
  const functions = new Map(
    specs.map((spec) => {
      const say = (line: string) => log(`${spec.name}: ${line}`);
      let root: Promise<string> | undefined;
      const start = async () => {
        root ??= unpacked(spec);
        const folder = await root;
        return startEnvironment(spec, folder, workerEnvironment(accountRegion, spec, folder), say);
      };
      const pool = createEnvironmentPool(start, spec.reservedConcurrency);
      return [spec.name, { pool, events: createAsynchronousInvocations(spec, pool, retryDelays, say) }];
    }),
  );

  return {
    functionNames: specs.map((spec) => spec.name),
    async invoke(name, payload, type) {
      const called = functions.get(name);
      if (called === undefined) return undefined;
      const requestId = randomUUID();
      if (type === 'Event') {
        called.events.accept(requestId, payload);
        return { statusCode: 202, payload: '' };
      }
      const result = await called.pool.run(requestId, payload, 'refuse');
      if (result === 'throttled') throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
      if (result === 'dropped') throw new AwsError('ServiceException', 'The functions have ended.', 500);
      return result;
    },
    async warm(name) {
      const started = functions.get(name);
      if (started === undefined) throw new Error(`There is no function ${name}.`);
      const fault = await started.pool.warm();
      if (fault !== undefined) throw new Error(`${name} cannot start: ${onOneLine(fault)}`);
    },
    async kill(name) {
      await functions.get(name)?.pool.kill();
    },
    async close() {
      await Promise.all(
        [...functions.values()].map(({ pool, events }) => Promise.all([events.close(), pool.close()])),
      );
      if (directory !== undefined) await rm(await directory, { recursive: true, force: true });
    },
  };
}

function onOneLine({ errorType, errorMessage }: InitError): string {
  return `${errorType}: ${errorMessage}`.split(/\s*\n\s*/).join('; ');
}
