import { z } from 'zod';
import {
  BASIC_METRICS,
  CATEGORY_COUNTS,
  COUNTS,
  VALUES,
  type ValueName,
} from '../../lib/reconcile/metrics.ts';
import { listenToOutput } from '../support/lambda.ts';

process.env.POWERTOOLS_SERVICE_NAME = 'cognito-log-reconciler';
const isValueName = (name: string): name is ValueName => name in VALUES;
const VALUE_NAMES = Object.keys(VALUES).filter(isValueName);
const output = listenToOutput();
// The functions read the environment when they load.
vi.resetModules();
const { publishMetrics, telemetry } = await import('../../functions/telemetry.ts');
afterAll(() => output.restore());

const emf = z.looseObject({
  _aws: z
    .object({
      Timestamp: z.number(),
      CloudWatchMetrics: z.array(
        z.strictObject({
          Namespace: z.literal('CognitoLogReconciler'),
          Dimensions: z.array(z.array(z.string())),
          Metrics: z.array(z.strictObject({ Name: z.string(), Unit: z.string() })),
        }),
      ),
    })
    .optional(),
  service: z.literal('cognito-log-reconciler'),
});
type Settings = 'basic' | 'all';

/** Publishes, and returns for each line its fields, its dimensions (without `service`) and its metrics with their units. */
function published(metrics: Settings) {
  process.env.METRICS = metrics;
  const from = output.text().length;
  publishMetrics();
  const lines = output.text().slice(from).trim().split('\n').filter(Boolean);
  return lines.map((line) => {
    const { _aws, service, ...fields } = emf.parse(JSON.parse(line));
    const directives = _aws?.CloudWatchMetrics ?? [];
    for (const { Dimensions } of directives)
      expect(Dimensions).toEqual([expect.arrayContaining(['service'])]);
    const units = directives.flatMap(({ Metrics }) => Metrics.map(({ Name, Unit }) => [Name, Unit]));
    const dimensions = directives.flatMap(({ Dimensions }) => Dimensions.flat());
    return {
      fields,
      dimensions: dimensions.filter((name) => name !== 'service'),
      metrics: Object.fromEntries(units),
    };
  });
}

const SETTINGS: readonly Settings[] = ['basic', 'all'];

test.each(SETTINGS)('with %s, writes the sum of each count and all values of each metric', (metrics) => {
  telemetry.count('ChangesApplied');
  telemetry.count('ChangesApplied', 2);
  telemetry.measure('EditToAppliedLatency', 1.5);
  telemetry.measure('PendingEditAge', 7);
  telemetry.measure('EditToAppliedLatency', 2.5);
  expect(published(metrics).map(({ fields }) => fields)).toEqual([
    { ChangesApplied: 3, EditToAppliedLatency: 1.5, PendingEditAge: 7 },
    { EditToAppliedLatency: 2.5 },
  ]);
});

test('publishes exactly the basic metrics with basic, and every metric with all', () => {
  const measureEverything = () => {
    for (const name of COUNTS) telemetry.count(name);
    for (const name of VALUE_NAMES) telemetry.measure(name, 1);
    for (const name of CATEGORY_COUNTS) telemetry.countOf(name, 'CognitoRead');
    telemetry.measurePools('InSync', 1);
  };
  measureEverything();
  const basic = published('basic').map(({ metrics }) => metrics);
  expect(basic.map((metrics) => new Set(Object.keys(metrics)))).toEqual([BASIC_METRICS]);
  measureEverything();
  const all = published('all').flatMap(({ metrics }) => Object.keys(metrics));
  expect(all.toSorted()).toEqual([...COUNTS, ...VALUE_NAMES, ...CATEGORY_COUNTS, 'Pools'].toSorted());
});

test('publishes the unit of each metric', () => {
  telemetry.measure('PendingEditAge', 7);
  telemetry.count('Sweeps');
  expect(published('basic')[0]?.metrics).toEqual({ Sweeps: 'Count', PendingEditAge: 'Seconds' });
});

test('publishes a value that no alarm needs only with all', () => {
  telemetry.record('SweepHeld', 0);
  expect(published('basic')).toEqual([{ fields: { SweepHeld: 0 }, dimensions: [], metrics: {} }]);
  telemetry.record('SweepHeld', 0);
  expect(published('all')).toEqual([
    { fields: { SweepHeld: 0 }, dimensions: [], metrics: { SweepHeld: 'Count' } },
  ]);
});

const countCalls = () => {
  telemetry.countOf('Calls', 'CognitoRead');
  telemetry.countOf('Calls', 'CognitoRead');
  telemetry.countOf('Throttles', 'CognitoRead');
  telemetry.countOf('Calls', 'CognitoWrite');
  telemetry.measurePools('Rejected', 0);
};
const groups = {
  PoolsByOutcome: { Rejected: 0 },
  CallsByCategory: { CognitoRead: 2, CognitoWrite: 1 },
  ThrottlesByCategory: { CognitoRead: 1 },
};

test('with basic, writes the values with a dimension as groups in one line', () => {
  countCalls();
  expect(published('basic')).toEqual([{ fields: groups, dimensions: [], metrics: {} }]);
});

test('with all, writes the same groups and publishes one line per dimension value', () => {
  countCalls();
  expect(published('all')).toEqual([
    { fields: groups, dimensions: [], metrics: {} },
    {
      fields: { Category: 'CognitoRead', Calls: 2, Throttles: 1 },
      dimensions: ['Category'],
      metrics: { Calls: 'Count', Throttles: 'Count' },
    },
    {
      fields: { Category: 'CognitoWrite', Calls: 1 },
      dimensions: ['Category'],
      metrics: { Calls: 'Count' },
    },
    { fields: { Outcome: 'Rejected', Pools: 0 }, dimensions: ['Outcome'], metrics: { Pools: 'Count' } },
  ]);
});

test.each(SETTINGS)('with %s, writes each value once, and nothing when there are no values', (metrics) => {
  telemetry.count('Sweeps');
  expect(published(metrics)).toHaveLength(1);
  expect(published(metrics)).toEqual([]);
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
