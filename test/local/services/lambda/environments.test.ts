import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { eventually } from '../../clients.ts';
import { type SmallService, startSmallService } from './small-service.ts';

/** Logs `started`. With `event.wait`, never ends. Otherwise returns how often this environment was invoked. */
const counting = `
  let invocations = 0;
  console.log('loaded');
  exports.handler = async ({ wait }) => {
    invocations += 1;
    console.log('started', invocations);
    if (wait) await new Promise(() => setInterval(() => {}, 1000));
    return invocations;
  };`;

let service: SmallService;
beforeEach(async () => {
  service = await startSmallService({
    counting: { code: counting },
    single: { code: counting, reservedConcurrency: 1 },
    'two-at-once': { code: counting, reservedConcurrency: 2 },
    'cannot-load': { code: 'throw new TypeError("invalid settings:\\n  MODE: no\\n  PREFIX: none")' },
    'has-no-handler': { code: 'exports.handle = async () => {}' },
    'never-loads': { code: 'process.exit(0)' },
    'no-bundle': { code: '', handler: 'functions/elsewhere.handler' },
    'no-zip': { code: '', artifact: '/none/such.zip' },
    home: { code: 'exports.handler = async () => process.env.LAMBDA_TASK_ROOT' },
  });
});
afterEach(() => service.close());

const started = (name: string) => service.lines.filter((line) => line.startsWith(`${name}: started`)).length;

test('starts another environment for an invocation while one is running', async () => {
  const hanging = service.host.invoke('counting', '{"wait":true}', 'RequestResponse');
  await service.line(/^counting: started/);
  expect(await service.call('counting')).toEqual({ result: 1 });
  expect(await service.call('counting')).toEqual({ result: 2 });
  await service.host.kill('counting');
  await hanging;
});

test('returns an error for a killed invocation at once and runs the next one in a new environment', async () => {
  expect((await service.call('counting')).result).toBe(1);
  const running = service.call('counting', { wait: true });
  await service.line(/^counting: started 2$/);
  await service.host.kill('counting');
  expect(await running).toEqual({
    result: {
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(
        /^RequestId: \S+ Error: Runtime exited with error: signal: killed$/,
      ),
    },
    error: 'Unhandled',
  });
  expect((await service.call('counting')).result).toBe(1);
});

test('warm loads the bundle once and keeps the environment for the first invocation', async () => {
  await service.host.warm('counting');
  await service.line(/^counting: loaded$/);
  expect((await service.call('counting')).result).toBe(1);
  expect(service.lines.filter((line) => line === 'counting: loaded')).toHaveLength(1);
});

test.each([
  ['cannot-load', 'TypeError: invalid settings:; MODE: no; PREFIX: none'],
  ['has-no-handler', 'Runtime.HandlerNotFound: has-no-handler.handler is undefined or not exported'],
  ['never-loads', 'Runtime.ExitError: Error: Runtime exited without providing a reason'],
  ['no-bundle', "Runtime.ImportModuleError: Error: Cannot find module 'elsewhere'"],
])('warm reports in one line why the function %s cannot start', async (name, reason) => {
  await expect(service.host.warm(name)).rejects.toThrow(new Error(`${name} cannot start: ${reason}`));
});

test('warm names a function with an unreadable zip, and a function that does not exist', async () => {
  await expect(service.host.warm('no-zip')).rejects.toThrow(
    /^no-zip cannot be unpacked: Error: ENOENT: .*\/none\/such\.zip'$/,
  );
  await expect(service.host.warm('none')).rejects.toThrow('Function none does not exist.');
});

test('returns the load error for each invocation of a function that cannot load', async () => {
  const results = [await service.call('cannot-load'), await service.call('cannot-load')];
  expect(results).toEqual(
    Array(2).fill({ result: expect.objectContaining({ errorType: 'TypeError' }), error: 'Unhandled' }),
  );
});

test('throttles a request beyond the reserved concurrency until an environment is free', async () => {
  const first = service.host.invoke('two-at-once', '{"wait":true}', 'RequestResponse');
  const second = service.host.invoke('two-at-once', '{"wait":true}', 'RequestResponse');
  await expect(service.call('two-at-once')).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    $metadata: { httpStatusCode: 429 },
  });
  await service.host.kill('two-at-once');
  await Promise.all([first, second]);
  await service.host.kill('two-at-once');
  expect((await service.call('two-at-once')).result).toBe(1);
});

test('queues an asynchronous invocation beyond the reserved concurrency until an environment is free', async () => {
  const first = service.host.invoke('single', '{"wait":true}', 'RequestResponse');
  await service.line(/^single: started/);
  expect([await service.send('single'), await service.send('single')]).toEqual([202, 202]);
  expect(started('single')).toBe(1);
  await service.host.kill('single');
  await first;
  await eventually(() => started('single') === 3 || undefined);
  expect(service.lines.filter((line) => line === 'single: loaded')).toHaveLength(2);
});

test('close ends running invocations and drops queued ones within a second, and removes the unpacked bundles', async () => {
  const { result: root } = await service.call('home');
  const bundles = dirname(String(root));
  expect(existsSync(bundles)).toBe(true);
  const running = service.host.invoke('single', '{"wait":true}', 'RequestResponse');
  await service.line(/^single: started/);
  await service.send('single');
  const before = Date.now();
  await Promise.all([service.host.close(), service.host.close()]);
  expect(Date.now() - before).toBeLessThan(1000);
  expect(await running).toMatchObject({ functionError: 'Unhandled' });
  expect(started('single')).toBe(1);
  expect(existsSync(bundles)).toBe(false);
  await expect(service.host.invoke('home', '{}', 'RequestResponse')).rejects.toThrow(
    'The functions have been stopped.',
  );
  expect(existsSync(bundles)).toBe(false);
});
