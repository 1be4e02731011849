import { context, listenToOutput } from '../support/lambda.ts';

process.env.POWERTOOLS_SERVICE_NAME = 'cognito-log-reconciler';
const output = listenToOutput();
// The functions read the environment when they load.
vi.resetModules();
const { withMiddleware } = await import('../../functions/middleware.ts');
const { telemetry } = await import('../../functions/telemetry.ts');
afterAll(() => output.restore());

/** Returns what is written until `text` is called. */
function listen(): { readonly text: () => string } {
  const from = output.text().length;
  return { text: () => output.text().slice(from) };
}

test('passes the event and the context to the handler, and returns its result', async () => {
  const handler = withMiddleware(async (event: string, { functionName }) => `${event} for ${functionName}`);
  expect(await handler('the event', context())).toBe('the event for the-function');
});

test('adds the request ID of the invocation to log lines', async () => {
  const { text } = listen();
  const handler = withMiddleware<string, void>(async () => telemetry.info('pool status changed', {}));
  await handler('the event', context());
  await handler('the event', { ...context(), awsRequestId: 'another-request' });
  expect(text()).toMatch(/the-request.*another-request/s);
});

test('publishes the metrics of an invocation that fails, and throws its error', async () => {
  const { text } = listen();
  const handler = withMiddleware<string, void>(async () => {
    telemetry.count('ChangesApplied');
    throw new Error('the reason');
  });
  await expect(handler('the event', context())).rejects.toThrow('the reason');
  expect(text()).toContain('"ChangesApplied":1');
});

test('publishes the metrics of an invocation before its timeout, and only once', async () => {
  const { text } = listen();
  let finish: (() => void) | undefined;
  const handler = withMiddleware<string, void>(async () => {
    telemetry.count('ChangesApplied');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  const invocation = handler('the event', context(20));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(text()).toContain('"ChangesApplied":1');
  finish?.();
  await invocation;
  expect(text().match(/ChangesApplied":1/g)).toHaveLength(1);
});
