/**
 * The code that a worker runs before the bundle: the part of Lambda's Node.js runtime between the service and
 * the handler. It is a string, because a worker then starts in the same way under tsx, Vitest and the compiled
 * program. A file would need a loader in the first two and a copy in the third.
 *
 * `Date` returns the time of the cloud, which the admin API can move at any time.
 *
 * It posts `loaded`, `succeeded` (payload), `failed` (Lambda's error format; `fatal` when the worker ends) and
 * `output`. It receives { requestId, payload, traceHeader, deadline, invokedFunctionArn } as an invocation.
 */
export const WORKER_SOURCE = `'use strict';
const { existsSync } = require('node:fs');
const { basename, join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { parentPort, workerData } = require('node:worker_threads');

// The cloud's time for the function, and the real time for its timeout.
const realNow = Date.now;
const now = () => realNow() + workerData.clockOffset[0];
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: (target) => new target(now()).toString(),
});
Date.now = now;
Date.prototype.constructor = Date;

for (const stream of [process.stdout, process.stderr])
  stream.write = (chunk, encoding, done) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    parentPort.postMessage({ kind: 'output', text });
    const written = typeof encoding === 'function' ? encoding : done;
    if (written) process.nextTick(written);
    return true;
  };
process.removeAllListeners('warning');
process.on('warning', (warning) => process.stderr.write(String(warning) + '\\n'));

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

function describe(error) {
  return typeof error === 'object' && error !== null && 'message' in error
    ? {
        errorType: String(error.name ?? 'Error'),
        errorMessage: String(error.message),
        trace: String(error.stack ?? '').split('\\n'),
      }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function endWith(error) {
  parentPort.postMessage({ kind: 'failed', fatal: true, ...describe(error) });
  process.exit(1);
}
process.on('uncaughtException', endWith);
process.on('unhandledRejection', (reason) =>
  endWith(named('Runtime.UnhandledPromiseRejection', String(reason))));

async function load() {
  const { root, handler } = workerData;
  const dot = handler.indexOf('.', handler.lastIndexOf('/') + 1);
  const path = join(root, handler.slice(0, dot));
  const file = ['.js', '.mjs', '.cjs'].map((ending) => path + ending).find((name) => existsSync(name));
  if (file === undefined)
    throw named('Runtime.ImportModuleError', "Error: Cannot find module '" + basename(path) + "'");
  const loaded = file.endsWith('.cjs') ? require(file) : await import(pathToFileURL(file).href);
  const pick = (from) => handler.slice(dot + 1).split('.').reduce((value, key) => value?.[key], from);
  const found = pick(loaded) ?? pick(loaded.default);
  if (typeof found !== 'function')
    throw named('Runtime.HandlerNotFound', basename(handler) + ' is undefined or not exported');
  return found;
}

function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const result = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (typeof result?.then === 'function') result.then(resolve, reject);
    else if (handler.length < 3) resolve(null);
  });
}

function stringify(value) {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch {
    throw named('Runtime.MarshalError', 'Unable to stringify response body');
  }
}

async function run(handler, { requestId, payload, traceHeader, deadline, invokedFunctionArn }) {
  try {
    process.env._X_AMZN_TRACE_ID = traceHeader;
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: undefined,
      identity: undefined,
      invokedFunctionArn,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => Math.max(0, deadline - realNow()),
    };
    const value = await call(handler, JSON.parse(payload), context);
    parentPort.postMessage({ kind: 'succeeded', payload: stringify(value) });
  } catch (error) {
    parentPort.postMessage({ kind: 'failed', fatal: false, ...describe(error) });
  }
}

load().then((handler) => {
  parentPort.on('message', (invocation) => run(handler, invocation));
  parentPort.postMessage({ kind: 'loaded' });
}, endWith);
`;
