import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { arrivalLimiting } from '../../../lib/aws/arrival/limiting.ts';
import { logRecordSearch } from '../../../lib/aws/arrival/record-search.ts';
import { systemClock } from '../../../lib/aws/system-clock.ts';
import { awsError } from '../../support/aws-error.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';

const client = new CloudWatchLogsClient({ region: 'eu-west-1' });
const logs = mockClient(client);
beforeEach(() => logs.reset());

const { telemetry } = recordingTelemetry();
let time = 0;
const clock = {
  now: () => new Date(time),
  sleep: async (ms: number) => {
    time += ms;
  },
};
const search = logRecordSearch(
  client,
  arrivalLimiting(clock, () => 0.5, telemetry),
);
const range = { from: Date.UTC(2026, 1, 28), to: Date.UTC(2026, 1, 28, 7) };
const newest = () =>
  search.newest('/aws/vendedlogs/shop', 'eu-west-1_aBc', range, { deadline: Number.MAX_SAFE_INTEGER });
const secret = '{"message":{"userName":"marked-user","ipAddress":"203.0.113.77"}}';

test('returns the time of the newest record and nothing else of it', async () => {
  const timestamp = Date.UTC(2026, 1, 28, 5, 4, 3);
  logs.on(FilterLogEventsCommand).resolves({ events: [{ timestamp, message: secret }] });
  expect(await newest()).toEqual({ kind: 'Found', at: '2026-02-28T05:04:03.000Z' });
  expect(logs.commandCalls(FilterLogEventsCommand)[0]?.args[0].input).toEqual({
    logGroupName: '/aws/vendedlogs/shop',
    startTime: range.from,
    endTime: range.to - 1,
    filterPattern: '{ ($.logSourceId.userPoolId = "eu-west-1_aBc") && ($.logLevel != "ERROR") }',
    startFromHead: false,
    limit: 1,
  });
});

test('goes on through empty pages, and ends when the whole time was searched', async () => {
  logs
    .on(FilterLogEventsCommand)
    .resolvesOnce({ events: [], nextToken: 'one' })
    .resolvesOnce({ nextToken: 'two' })
    .resolvesOnce({ events: [] });
  expect(await newest()).toEqual({ kind: 'NotFound' });
  const tokens = logs.commandCalls(FilterLogEventsCommand).map(({ args: [{ input }] }) => input.nextToken);
  expect(tokens).toEqual([undefined, 'one', 'two']);
});

test('gives up after five calls, at most four per second', async () => {
  logs.on(FilterLogEventsCommand).resolves({ events: [], nextToken: 'more' });
  const start = time;
  expect(await newest()).toEqual({ kind: 'NotSeen', reason: 'NoMatchWithinLimit' });
  expect(logs.commandCalls(FilterLogEventsCommand)).toHaveLength(5);
  expect(time - start).toBeGreaterThanOrEqual(1_000);
});

test('a log group that cannot be searched is not evidence, and other errors are those of the call', async () => {
  for (const name of ['InvalidParameterException', 'InvalidOperationException']) {
    logs.reset();
    logs.on(FilterLogEventsCommand).rejects(awsError(name));
    expect(await newest()).toEqual({ kind: 'NotSeen', reason: 'NotSearchable' });
    expect(logs.commandCalls(FilterLogEventsCommand)).toHaveLength(1);
  }
  logs.on(FilterLogEventsCommand).rejects(awsError('AccessDeniedException'));
  await expect(newest()).rejects.toMatchObject({ kind: 'Permission', operation: 'FilterLogEvents' });
  logs.on(FilterLogEventsCommand).rejects(awsError('ResourceNotFoundException'));
  await expect(newest()).rejects.toMatchObject({ kind: 'Transient', operation: 'FilterLogEvents' });
});

test('a call that does not end is aborted at the deadline, so that the check can still store its results', async () => {
  const real = logRecordSearch(
    new CloudWatchLogsClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      requestHandler: { handle: hangUntilAborted },
      maxAttempts: 1,
    }),
    arrivalLimiting(systemClock, () => 0.5, telemetry),
  );
  const start = Date.now();
  const found = real.newest('shop', 'eu-west-1_aBc', range, { deadline: start + 200 });
  await expect(found).rejects.toMatchObject({ kind: 'Transient', operation: 'FilterLogEvents' });
  expect(Date.now() - start).toBeLessThan(3_000);
});

/** A request handler whose requests only end with their signal. */
const hangUntilAborted = (
  _request: unknown,
  { abortSignal }: { abortSignal?: AbortSignal } = {},
): Promise<never> =>
  new Promise((_resolve, reject) => {
    abortSignal?.addEventListener('abort', () => {
      const error = new Error('aborted');
      error.name = 'AbortError';
      reject(error);
    });
  });

test('no error contains anything of a record', async () => {
  logs.on(FilterLogEventsCommand).rejects(new Error(secret));
  const error = await newest().catch((caught: unknown) => caught);
  expect(error instanceof Error && error.message).not.toContain('marked-user');
});
