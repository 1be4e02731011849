import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
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
import { isRecursiveLoop, nextTraceHeader } from './recursive-loop.ts';
import { newTraceIds } from './trace-ids.ts';
import { workerEnvironment } from './worker-environment.ts';

/** The functions of one stack. */
export interface FunctionHost {
  readonly functionNames: readonly string[];
  /**
   * Invokes a function, as Stack.invoke in core/stack.ts. Over the reserved concurrency, a RequestResponse
   * rejects with TooManyRequestsException and an Event waits for its turn.
   */
  invoke(
    name: string,
    payload: string,
    type: 'RequestResponse' | 'Event',
    causes?: readonly string[],
  ): Promise<InvokeResult | undefined>;
  /**
   * Returns whether a request with this trace header is part of a recursive loop, so that it must not invoke the
   * function. Counts it as a dropped invocation if it is. Always false for `RecursiveLoop: Allow`.
   */
  stopsLoop(name: string, traceHeader: string | undefined): boolean;
  /** Returns the number of dropped invocations by function, without functions that dropped none. */
  recursiveInvocationsDropped(): Readonly<Record<string, number>>;
  /**
   * Starts one execution environment of the function and keeps it idle for the first invocation. Rejects with
   * a one-line reason when the bundle does not load within the ten seconds of Lambda.
   */
  warm(name: string): Promise<void>;
  /** Ends every worker of the function immediately, with its invocation. For tests of killed functions. */
  kill(name: string): Promise<void>;
  /** Ends every worker and waits for them. Drops waiting invocations. Can be called twice. */
  close(): Promise<void>;
}

export interface FunctionHostOptions {
  /** Default: one second, then two. The minutes that Lambda waits are too long for local use. */
  readonly retryDelays?: RetryDelays;
}

/**
 * Runs each function's zip file in worker threads, as Lambda does in execution environments: one invocation
 * at a time in each, more of them on demand, kept warm. Unlike in Lambda, they are not frozen between
 * invocations.
 */
export function createFunctionHost(
  accountRegion: AccountRegion,
  specs: readonly FunctionSpec[],
  log: (line: string) => void,
  { retryDelays = [1000, 2000] }: FunctionHostOptions = {},
): FunctionHost {
  let directory: Promise<string> | undefined;
  const unpacked = async (spec: FunctionSpec) => {
    const folder = spec.artifact.replace(/\.zip$/, '');
    if (existsSync(folder)) return folder;
    directory ??= mkdtemp(join(tmpdir(), 'clr-functions-'));
    const root = join(await directory, spec.name);
    await unpack(spec.artifact, root).catch((cause: unknown) => {
      throw new Error(`${spec.name} cannot be unpacked: ${String(cause)}`, { cause });
    });
    return root;
  };
  const functions = new Map(
    specs.map((spec) => {
      const logLine = (line: string) => log(`${spec.name}: ${line}`);
      let root: Promise<string> | undefined;
      const start = async () => {
        root ??= unpacked(spec);
        const folder = await root;
        return startEnvironment(
          { spec, root: folder, env: workerEnvironment(accountRegion, spec, folder) },
          accountRegion.clock,
          logLine,
        );
      };
      const pool = createEnvironmentPool(start, spec.reservedConcurrency);
      const events = createAsynchronousInvocations(spec, pool, retryDelays, logLine);
      return [spec.name, { spec, pool, events, logLine }];
    }),
  );
  const dropped = new Map<string, number>();
  const stopsLoop = (name: string, traceHeader: string | undefined) => {
    const { arn, recursiveLoop } = functions.get(name)?.spec ?? {};
    if (arn === undefined || recursiveLoop === 'Allow' || !isRecursiveLoop(traceHeader, arn)) return false;
    dropped.set(name, (dropped.get(name) ?? 0) + 1);
    return true;
  };

  return {
    functionNames: specs.map((spec) => spec.name),
    async invoke(name, payload, type, causes = []) {
      const called = functions.get(name);
      if (called === undefined) return undefined;
      const requestId = randomUUID();
      const isLoop = causes.some((cause) => stopsLoop(name, cause));
      if (isLoop && type === 'RequestResponse')
        throw new AwsError('RecursiveInvocationException', LOOP_STOPPED);
      const traceHeader = nextTraceHeader(causes, called.spec.arn, newTraceIds());
      const invocation = { requestId, payload, traceHeader };
      if (type === 'Event') {
        if (isLoop) called.logLine(`${requestId} event dropped: recursive loop stopped`);
        else called.events.accept(invocation);
        return { statusCode: 202, payload: '' };
      }
      const result = await called.pool.run(invocation, 'reject');
      if (result === 'throttled') throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
      if (result === 'dropped')
        throw new AwsError('ServiceException', 'The functions have been stopped.', 500);
      return result;
    },
    stopsLoop,
    recursiveInvocationsDropped: () => Object.fromEntries(dropped),
    async warm(name) {
      const started = functions.get(name);
      if (started === undefined) throw new Error(`Function ${name} does not exist.`);
      const error = await started.pool.warm();
      if (error !== undefined) throw new Error(`${name} cannot start: ${onOneLine(error)}`);
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

/** The text that the API model has for this error. The message of the live service is [unverified]. */
const LOOP_STOPPED =
  "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources and stopped your function's invocation.";

function onOneLine({ errorType, errorMessage }: InitError): string {
  return `${errorType}: ${errorMessage}`.split(/\s*\n\s*/).join('; ');
}
