import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { InvokeResult } from '../cell.ts';
import type { FunctionSpec } from './function-spec.ts';
import { workerSource } from './worker-source.ts';

/** What Lambda calls an execution environment: one bundle, loaded once, that takes one invocation at a time. */
export interface ExecutionEnvironment {
  /** Never rejects: whatever goes wrong is the answer, in Lambda's shape. Not while another invocation runs. */
  run(requestId: string, payload: string): Promise<InvokeResult>;
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

/** Lambda gives a bundle ten seconds to load, before the function's own timeout begins. */
const loadSeconds = 10;

/** Starts loading the bundle unpacked in `root`. `log` gets whole lines. */
export function startEnvironment(
  spec: FunctionSpec,
  root: string,
  env: Record<string, string>,
  log: (line: string) => void,
): ExecutionEnvironment {
  // No execArgv: a worker would take over the loader of the process around it.
  const worker = new Worker(workerSource, {
    eval: true,
    env,
    argv: [],
    execArgv: [],
    workerData: { root, handler: spec.handler },
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
  });
  const lines = lineSplitter(log);
  let loaded = false;
  let alive = true;
  let killed = false;
  let running: Running | undefined;

  const settle = (result: InvokeResult) => {
    const settled = running;
    running = undefined;
    clearTimeout(settled?.timer);
    settled?.settle(result);
  };
  const limit = (invocation: Running, seconds: number) => {
    clearTimeout(invocation.timer);
    invocation.timer = setTimeout(() => {
      const errorMessage = `${new Date().toISOString()} ${invocation.requestId} Task timed out after ${seconds.toFixed(2)} seconds`;
      log(errorMessage);
      settle(unhandled({ errorMessage }));
      void end();
    }, seconds * 1000);
  };
  const hand = (invocation: Running) => {
    limit(invocation, spec.timeoutSeconds);
    const { requestId, payload } = invocation;
    const deadline = Date.now() + spec.timeoutSeconds * 1000;
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
      const error = { errorType, errorMessage, trace };
      log(`${loaded ? 'Invoke' : 'Init'} Error ${JSON.stringify(error)}`);
      return settle(unhandled(error));
    }
    loaded = true;
    if (running !== undefined) hand(running);
  });
  // Out of memory, for example: `exit` follows and answers.
  worker.on('error', (error) => log(String(error)));
  worker.on('exit', (code) => {
    alive = false;
    lines.end();
    if (running === undefined) return;
    const how = killed ? 'with error: signal: killed' : exitReason(code);
    const errorMessage = `RequestId: ${running.requestId} Error: Runtime exited ${how}`;
    log(errorMessage);
    settle(unhandled({ errorType: 'Runtime.ExitError', errorMessage }));
  });

  return {
    run: (requestId, payload) =>
      new Promise((resolve) => {
        running = { requestId, payload, settle: resolve, timer: undefined };
        if (loaded) hand(running);
        else limit(running, loadSeconds);
      }),
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

function lineSplitter(log: (line: string) => void) {
  let rest = '';
  return {
    write(text: string) {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      parts.forEach(log);
    },
    end() {
      if (rest !== '') log(rest);
      rest = '';
    },
  };
}
