import { eventually } from '../../clients.ts';
import { type SmallService, startSmallService } from './small-service.ts';

const failing = `
  exports.handler = async (event) => { console.log('attempt', JSON.stringify(event)); throw new Error('no'); };`;

let service: SmallService;
beforeAll(async () => {
  service = await startSmallService({
    'three-times': { code: failing },
    'two-times': { code: failing, maximumRetryAttempts: 1 },
    once: { code: failing, maximumRetryAttempts: 0 },
    'fails-first': {
      code: `
        let attempts = 0;
        exports.handler = async (event, { awsRequestId }) => {
          attempts += 1;
          console.log('attempt', awsRequestId);
          if (attempts < 3) throw new Error('not yet');
          console.log('done');
        };`,
    },
    'old-events': {
      code: `exports.handler = async ({ wait }) => {
        console.log('attempt');
        if (wait) await new Promise(() => setInterval(() => {}, 1000));
      }`,
      reservedConcurrency: 1,
      maximumEventAgeSeconds: 0.05,
    },
  });
});
afterAll(() => service.close());

const attempts = (name: string) => service.lines.filter((line) => line.startsWith(`${name}: attempt`));

test.each([
  ['three times', 'three-times', 3],
  ['twice', 'two-times', 2],
  ['once', 'once', 1],
])('runs a failing asynchronous invocation %s, then drops it and logs that', async (_, name, times) => {
  expect(await service.send(name, { a: 1 })).toBe(202);
  const line = await service.line(new RegExp(`^${name}: \\S+ event dropped`));
  expect(line).toMatch(new RegExp(`dropped: failed ${times} times$`));
  expect(attempts(name)).toEqual(Array(times).fill(`${name}: attempt {"a":1}`));
});

test('retries a failed invocation with the same request ID until it succeeds', async () => {
  await service.send('fails-first');
  await service.line(/^fails-first: done$/);
  const requestIds = attempts('fails-first');
  expect(requestIds).toHaveLength(3);
  expect(new Set(requestIds).size).toBe(1);
  expect(service.lines.filter((line) => /^fails-first: \S+ event dropped/.test(line))).toEqual([]);
});

test('drops an event that waited longer than its maximum age without an invocation', async () => {
  const hanging = service.host.invoke('old-events', '{"wait":true}', 'RequestResponse');
  await service.line(/^old-events: attempt/);
  await service.send('old-events');
  const sent = Date.now();
  await eventually(() => Date.now() - sent > 60 || undefined);
  await service.host.kill('old-events');
  await hanging;
  await service.line(/^old-events: \S+ event dropped: older than 0\.05 seconds$/);
  expect(attempts('old-events')).toHaveLength(1);
});
