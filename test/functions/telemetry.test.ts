import { z } from 'zod';
import { listenToOutput } from '../support/lambda.ts';

Object.assign(process.env, {
  POWERTOOLS_SERVICE_NAME: 'cognito-log-reconciler',
  POWERTOOLS_METRICS_NAMESPACE: 'CognitoLogReconciler',
});
const output = listenToOutput();
const { publishMetrics, telemetry } = await import('../../functions/telemetry.ts');
afterAll(() => output.restore());

const emf = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.looseObject({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

/**
 * Publishes, and returns for each line its dimensions (without `service`) and its metrics with value and
 * unit.
 */
function published() {
  const from = output.text().length;
  publishMetrics();
  const lines = output.text().slice(from).trim().split('\n').filter(Boolean);
  return lines.map((line) => {
    const read = emf.parse(JSON.parse(line));
    const [directive] = read._aws.CloudWatchMetrics;
    const names = (directive?.Dimensions.flat() ?? []).filter((name) => name !== 'service');
    return {
      dimensions: Object.fromEntries(names.map((name) => [name, read[name]])),
      metrics: Object.fromEntries(
        (directive?.Metrics ?? []).map(({ Name, Unit }) => [Name, [read[Name], Unit]]),
      ),
    };
  });
}

test('publishes the sum of each count and all values of each metric, with their units', () => {
  telemetry.count('ChangesApplied');
  telemetry.count('ChangesApplied', 2);
  telemetry.measure('EditToAppliedLatency', 1.5);
  telemetry.measure('EditToAppliedLatency', 2.5);
  expect(published()).toEqual([
    {
      dimensions: {},
      metrics: { ChangesApplied: [3, 'Count'], EditToAppliedLatency: [[1.5, 2.5], 'Seconds'] },
    },
  ]);
});

test('publishes metrics with a dimension in one line per dimension value', () => {
  telemetry.countOf('Calls', 'CognitoRead');
  telemetry.countOf('Calls', 'CognitoRead');
  telemetry.countOf('Throttles', 'CognitoRead');
  telemetry.countOf('Calls', 'CognitoWrite');
  telemetry.measurePools('Rejected', 0);
  expect(published()).toEqual([
    { dimensions: { Category: 'CognitoRead' }, metrics: { Calls: [2, 'Count'], Throttles: [1, 'Count'] } },
    { dimensions: { Category: 'CognitoWrite' }, metrics: { Calls: [1, 'Count'] } },
    { dimensions: { Outcome: 'Rejected' }, metrics: { Pools: [0, 'Count'] } },
  ]);
});

test('publishes each metric once, and publishes nothing when there are no metrics', () => {
  telemetry.count('Sweeps');
  expect(published()).toHaveLength(1);
  expect(published()).toEqual([]);
});

test('shows invisible characters in the fields of a log line as escapes', () => {
  const from = output.text().length;
  telemetry.warn('malformed message dropped', {
    keys: ['a\u200b', '\u202eb'],
    messageId: 'c\u00a0',
    count: 1,
  });
  const line = output.text().slice(from);
  expect(z.looseObject({}).parse(JSON.parse(line))).toMatchObject({
    keys: ['a\\u200b', '\\u202eb'],
    messageId: 'c\\u00a0',
    count: 1,
  });
});
