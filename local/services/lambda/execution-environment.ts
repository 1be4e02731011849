import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { InvokeResult } from '../../core/stack.ts';
import type { FunctionSpec } from './function-spec.ts';
import { createInitPhase, INIT_TIMEOUT_SECONDS, type InitError } from './init-phase.ts';
import type { Invocation } from './invocation.ts';
import { splitLines } from './output-lines.ts';
import { WORKER_SOURCE } from './worker-source.ts';

/** An execution environment of Lambda: one bundle, loaded once, that handles one invocation at a time. */
export interface ExecutionEnvironment {
  /**
   * Resolves with a Lambda response for every kind of error; never rejects. Do not call it while another
   * invocation is running.
   */
  run(invocation: Invocation): Promise<InvokeResult>;
  /** Resolves when the bundle has loaded, with the error if it failed. Never rejects. */
  readonly loaded: Promise<InitError | undefined>;
  /** False after it has ended, or after an error that makes further invocations impossible. */
  alive(): boolean;
  /** Ends it immediately. A running invocation gets the response of a killed function. */
  end(): Promise<void>;
}

interface Running extends Invocation {
  readonly settle: (result: InvokeResult) => void;
  timer: NodeJS.Timeout | undefined;
}

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loaded') }),
  z.object({ kind: z.literal('output'), text: z.string() }),
  z.object({ kind: z.literal('succeeded'), payload: z.string() }),
  z.object({
    kind: z.literal('failed'),
    fatal: z.boolean(),
    errorType: z.string(),
    errorMessage: z.string(),
    trace: z.array(z.string()),
  }),
]);

/** A function as its worker runs it. */
export interface EnvironmentSpec {
  readonly spec: FunctionSpec;
  /** The folder with the unpacked bundle. */
  readonly root: string;
  readonly env: Record<string, string>;
}

/**
 * Starts loading the bundle. The function has the time of `clock`, also while it runs; timers and timeouts do not
 * move. `log` receives complete lines.
 */
export function startEnvironment(
  { spec, root, env }: EnvironmentSpec,
  clock: Clock,
  log: (line: string) => void,
): ExecutionEnvironment {
  // Without execArgv, a worker would inherit the module loader of the parent process.
  const worker = new Worker(WORKER_SOURCE, {
    eval: true,
    env,
    argv: [],
    execArgv: [],
    workerData: { root, handler: spec.handler, clockOffset: clock.offset },
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
  });
  const lines = splitLines(log);
  const initPhase = createInitPhase(() => {
    const errorMessage = `The bundle took longer than ${INIT_TIMEOUT_SECONDS} seconds to load`;
    fail({ errorType: 'Sandbox.Timedout', errorMessage });
    void end();
  });
  let alive = true;
  let killed = false;
  let running: Running | undefined;
  let exit: string | undefined;

  const settle = (result: InvokeResult) => {
    const settled = running;
    running = undefined;
    clearTimeout(settled?.timer);
    settled?.settle(result);
  };
  const fail = (error: InitError & { trace?: readonly string[] }) => {
    log(`${initPhase.over() ? 'Invoke' : 'Init'} Error ${JSON.stringify(error)}`);
    initPhase.end(error);
    settle(unhandled(error));
  };
  const start = (invocation: Running) => {
    const { requestId, payload, traceHeader } = invocation;
    const limit = spec.timeoutSeconds * 1000;
    const deadline = Date.now() + limit;
    invocation.timer = setTimeout(() => {
      const errorMessage = `${new Date(clock.now()).toISOString()} ${requestId} Task timed out after ${spec.timeoutSeconds.toFixed(2)} seconds`;
      log(errorMessage);
      settle(unhandled({ errorMessage }));
      void end();
    }, limit);
    worker.postMessage({ requestId, payload, traceHeader, deadline, invokedFunctionArn: spec.arn });
  };
  const end = async () => {
    alive = false;
    killed = true;
    await worker.terminate();
  };

  worker.on('message', (value: unknown) => {
    const message = messageSchema.parse(value);
    if (message.kind === 'output') return lines.write(message.text);
    if (message.kind === 'succeeded') return settle({ statusCode: 200, payload: message.payload });
    if (message.kind === 'failed') {
      const { fatal, errorType, errorMessage, trace } = message;
      if (fatal) alive = false;
      return fail({ errorType, errorMessage, trace });
    }
    initPhase.end(undefined);
    if (running !== undefined) start(running);
  });
  // For example out of memory. The `exit` event follows and creates the response.
  worker.on('error', (error) => log(String(error)));
  const respondAsExited = (how: string) => {
    if (running === undefined) return;
    const errorMessage = `RequestId: ${running.requestId} ${how}`;
    log(errorMessage);
    settle(unhandled({ errorType: 'Runtime.ExitError', errorMessage }));
  };
  worker.on('exit', (code) => {
    alive = false;
    lines.end();
    exit = `Error: Runtime exited ${killed ? 'with error: signal: killed' : exitReason(code)}`;
    initPhase.end({ errorType: 'Runtime.ExitError', errorMessage: exit });
    respondAsExited(exit);
  });

  return {
    run: (invocation) =>
      new Promise((resolve) => {
        running = { ...invocation, settle: resolve, timer: undefined };
        // If the bundle is still loading, the invocation starts when loading ends.
        if (exit !== undefined) respondAsExited(exit);
        else if (initPhase.over()) start(running);
      }),
    loaded: initPhase.ended,
    alive: () => alive,
    end,
  };
}

function exitReason(code: number): string {
  return code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
}

function unhandled(error: object): InvokeResult {
  return { statusCode: 200, payload: JSON.stringify(error), functionError: 'Unhandled' };
}
