import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clockSetBy } from '../../cli/service/aws-clock.ts';
import { systemClock } from '../../lib/aws/system-clock.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud();
});
afterAll(() => cloud.close());

/** Returns a client on a machine whose clock is wrong by this many milliseconds. */
function machine(wrongByMs: number) {
  const own = { ...systemClock, now: () => new Date(Date.now() + wrongByMs) };
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'none' };
  const lambda = new LambdaClient({ endpoint: cloud.url, region: 'eu-west-1', credentials });
  const clock = clockSetBy(lambda, own);
  return {
    /** Sends one call. Every response contains the date, including error responses. */
    ask: () =>
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'none' })).catch(() => undefined),
    wrongBy: () => clock.now().getTime() - Date.now(),
  };
}

test.each([120_000, -120_000])(
  'corrects a clock that is wrong by %i ms after the first AWS response',
  async (ms) => {
    const { ask, wrongBy } = machine(ms);
    expect(Math.abs(wrongBy() - ms)).toBeLessThan(1_000);
    await ask();
    expect(Math.abs(wrongBy())).toBeLessThan(2_000);
  },
);

test('does not change a clock that is correct within a second', async () => {
  const { ask, wrongBy } = machine(0);
  await ask();
  expect(Math.abs(wrongBy())).toBeLessThan(1_000);
});

test('does not change the clock after a response without a valid date', async () => {
  const own = { ...systemClock, now: () => new Date(1_000) };
  const lambda = new LambdaClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: async () => ({ response: { statusCode: 500, headers: { date: 'not a date' } } }),
    },
    maxAttempts: 1,
  });
  const clock = clockSetBy(lambda, own);
  await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'none' })).catch(() => undefined);
  expect(clock.now().getTime()).toBe(1_000);
});
