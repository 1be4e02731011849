import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { InvokeResult } from '../../core/stack.ts';
import type { FunctionSpec } from './function-spec.ts';
import { createInitPhase, INIT_TIMEOUT_SECONDS, type InitError } from './init-phase.ts';
import { splitLines } from './output-lines.ts';
import { WORKER_SOURCE } from './worker-source.ts';

/** What Lambda calls an execution environment: one bundle, loaded once, that takes one invocation at a time. */
export interface ExecutionEnvironment {
  /** Never rejects: whatever goes wrong is the answer, in Lambda's shape. Not while another invocation runs. */
  run(requestId: string, payload: string): Promise<InvokeResult>;
  /** Settles when the bundle has loaded, or with why it has not. Never rejects. */
  readonly loaded: Promise<InitError | undefined>;
  /** False once it has ended or failed so that it takes no further invocation. */
  alive(): boolean;
  /** Ends it at once; what ran is answered as killed. */
  end(): Promise<void>;
}

interface Running {
  readonly requestId: string;
  readonly payload: string;
  readonly settle: (result: InvokeResult) => void;
  timer: NodeJS.Timeout | undefined;
}

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loaded') }),
  z.object({ kind: z.literal('output'), text: z.string() }),
  z.object({ kind: z.literal('answered'), payload: z.string() }),
  z.object({
    kind: z.literal('failed'),
    fatal: z.boolean(),
    errorType: z.string(),
    errorMessage: z.string(),
    trace: z.array(z.string()),
  }),
]);

/** Starts loading the bundle unpacked in `root`. `log` gets whole lines. */
export function startEnvironment(
  spec: FunctionSpec,
  root: string,
  env: Record<string, string>,
  log: (line: string) => void,
): ExecutionEnvironment {
  // No execArgv: a worker would take over the loader of the process around it.
  const worker = new Worker(WORKER_SOURCE, {
    eval: true,
    env,
    argv: [],
    execArgv: [],
    workerData: { root, handler: spec.handler },
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
  });
  const lines = splitLines(log);
  const loading = createInitPhase(() => {
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
    log(`${loading.over() ? 'Invoke' : 'Init'} Error ${JSON.stringify(error)}`);
    loading.end(error);
    settle(unhandled(error));
  };
  const hand = (invocation: Running) => {
    const { requestId, payload } = invocation;
    const limit = spec.timeoutSeconds * 1000;
    const deadline = Date.now() + limit;
    invocation.timer = setTimeout(() => {
      const errorMessage = `${new Date().toISOString()} ${requestId} Task timed out after ${spec.timeoutSeconds.toFixed(2)} seconds`;
      log(errorMessage);
      settle(unhandled({ errorMessage }));
      void end();
    }, limit);
    worker.postMessage({ requestId, payload, deadline, invokedFunctionArn: spec.arn });
  };
  const end = async () => {
    alive = false;
    killed = true;
    await worker.terminate();
  };

  worker.on('message', (value: unknown) => {
    const message = messageSchema.parse(value);
    if (message.kind === 'output') return lines.write(message.text);
    if (message.kind === 'answered') return settle({ statusCode: 200, payload: message.payload });
    if (message.kind === 'failed') {
      const { fatal, errorType, errorMessage, trace } = message;
      if (fatal) alive = false;
      return fail({ errorType, errorMessage, trace });
    }
    loading.end(undefined);
    if (running !== undefined) hand(running);
  });
  // Out of memory, for example: `exit` follows and answers.
  worker.on('error', (error) => log(String(error)));
  const answerExited = (how: string) => {
    if (running === undefined) return;
    const errorMessage = `RequestId: ${running.requestId} ${how}`;
    log(errorMessage);
    settle(unhandled({ errorType: 'Runtime.ExitError', errorMessage }));
  };
  worker.on('exit', (code) => {
    alive = false;
    lines.end();
    exit = `Error: Runtime exited ${killed ? 'with error: signal: killed' : exitReason(code)}`;
    loading.end({ errorType: 'Runtime.ExitError', errorMessage: exit });
    answerExited(exit);
  });

  return {
    run: (requestId, payload) =>
      new Promise((resolve) => {
        running = { requestId, payload, settle: resolve, timer: undefined };
        // While it loads, the end of loading hands it over.
        if (exit !== undefined) answerExited(exit);
        else if (loading.over()) hand(running);
      }),
    loaded: loading.ended,
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
