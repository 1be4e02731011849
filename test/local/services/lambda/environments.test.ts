import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { eventually } from '../../clients.ts';
import { type SmallService, startSmallService } from './small-service.ts';

/** Says `started`, and with `event.wait` never ends; otherwise tells how often this environment was invoked. */
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
    alone: { code: counting, reservedConcurrency: 1 },
    'two-at-once': { code: counting, reservedConcurrency: 2 },
    'cannot-load': { code: 'throw new TypeError("settings at fault:\\n  MODE: no\\n  PREFIX: none")' },
    'has-no-handler': { code: 'exports.handle = async () => {}' },
    'never-loads': { code: 'process.exit(0)' },
    'no-bundle': { code: '', handler: 'functions/elsewhere.handler' },
    'no-zip': { code: '', artifact: '/none/such.zip' },
    home: { code: 'exports.handler = async () => process.env.LAMBDA_TASK_ROOT' },
  });
});
afterEach(() => service.close());

const started = (name: string) => service.lines.filter((line) => line.startsWith(`${name}: started`)).length;

test('an invocation that comes while another runs gets an environment of its own', async () => {
  const hanging = service.host.invoke('counting', '{"wait":true}', 'RequestResponse');
  await service.line(/^counting: started/);
  expect(await service.call('counting')).toEqual({ answer: 1 });
  expect(await service.call('counting')).toEqual({ answer: 2 });
  await service.host.kill('counting');
  await hanging;
});

test('a killed invocation is answered at once, and the next one runs in a fresh environment', async () => {
  expect((await service.call('counting')).answer).toBe(1);
  const running = service.call('counting', { wait: true });
  await service.line(/^counting: started 2$/);
  await service.host.kill('counting');
  expect(await running).toEqual({
    answer: {
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(
        /^RequestId: \S+ Error: Runtime exited with error: signal: killed$/,
      ),
    },
    error: 'Unhandled',
  });
  expect((await service.call('counting')).answer).toBe(1);
});

test('warm loads the bundle once and leaves it to the first invocation', async () => {
  await service.host.warm('counting');
  await service.line(/^counting: loaded$/);
  expect((await service.call('counting')).answer).toBe(1);
  expect(service.lines.filter((line) => line === 'counting: loaded')).toHaveLength(1);
});

test.each([
  ['cannot-load', 'TypeError: settings at fault:; MODE: no; PREFIX: none'],
  ['has-no-handler', 'Runtime.HandlerNotFound: has-no-handler.handler is undefined or not exported'],
  ['never-loads', 'Runtime.ExitError: Error: Runtime exited without providing a reason'],
  ['no-bundle', "Runtime.ImportModuleError: Error: Cannot find module 'elsewhere'"],
])('warm says in one line that %s cannot start, and why', async (name, why) => {
  await expect(service.host.warm(name)).rejects.toThrow(new Error(`${name} cannot start: ${why}`));
});

test('warm names a function whose zip cannot be read, and one that is not there', async () => {
  await expect(service.host.warm('no-zip')).rejects.toThrow(
    /^no-zip cannot be unpacked: Error: ENOENT: .*\/none\/such\.zip'$/,
  );
  await expect(service.host.warm('none')).rejects.toThrow('Function none does not exist.');
});

test('an invocation of what cannot load is answered with that error, each time', async () => {
  const answers = [await service.call('cannot-load'), await service.call('cannot-load')];
  expect(answers).toEqual(
    Array(2).fill({ answer: expect.objectContaining({ errorType: 'TypeError' }), error: 'Unhandled' }),
  );
});

test('beyond the reserved concurrency a request is throttled, and not any more when there is room', async () => {
  const first = service.host.invoke('two-at-once', '{"wait":true}', 'RequestResponse');
  const second = service.host.invoke('two-at-once', '{"wait":true}', 'RequestResponse');
  await expect(service.call('two-at-once')).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    $metadata: { httpStatusCode: 429 },
  });
  await service.host.kill('two-at-once');
  await Promise.all([first, second]);
  await service.host.kill('two-at-once');
  expect((await service.call('two-at-once')).answer).toBe(1);
});

test('an asynchronous invocation beyond the reserved concurrency waits for its turn', async () => {
  const first = service.host.invoke('alone', '{"wait":true}', 'RequestResponse');
  await service.line(/^alone: started/);
  expect([await service.send('alone'), await service.send('alone')]).toEqual([202, 202]);
  expect(started('alone')).toBe(1);
  await service.host.kill('alone');
  await first;
  await eventually(() => started('alone') === 3 || undefined);
  expect(service.lines.filter((line) => line === 'alone: loaded')).toHaveLength(2);
});

test('closing ends what runs and drops what waits, within a second, and removes the unpacked bundles', async () => {
  const { answer: root } = await service.call('home');
  const bundles = dirname(String(root));
  expect(existsSync(bundles)).toBe(true);
  const running = service.host.invoke('alone', '{"wait":true}', 'RequestResponse');
  await service.line(/^alone: started/);
  await service.send('alone');
  const before = Date.now();
  await Promise.all([service.host.close(), service.host.close()]);
  expect(Date.now() - before).toBeLessThan(1000);
  expect(await running).toMatchObject({ functionError: 'Unhandled' });
  expect(started('alone')).toBe(1);
  expect(existsSync(bundles)).toBe(false);
  await expect(service.host.invoke('home', '{}', 'RequestResponse')).rejects.toThrow(
    'The functions have been stopped.',
  );
  expect(existsSync(bundles)).toBe(false);
});
