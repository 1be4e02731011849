import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { z } from 'zod';
import { GAUGES } from '../../lib/reconcile/gauges.ts';
import {
  BASIC_METRICS,
  CATEGORY_COUNTS,
  COUNTS,
  METRIC_NAMESPACE,
  OUTCOME_VALUE,
  VALUES,
} from '../../lib/reconcile/metrics.ts';
import { type PackagedService, packageService } from '../support/packaged-service.ts';
import { ofType, propertiesOf } from '../support/template.ts';

const root = resolve(import.meta.dirname, '../..');
const NAMESPACE = METRIC_NAMESPACE;
const ours: ReadonlySet<string> = new Set([
  ...COUNTS,
  ...Object.keys(VALUES),
  ...CATEGORY_COUNTS,
  OUTCOME_VALUE,
]);

let service: PackagedService;
beforeAll(async () => {
  service = await packageService();
}, 180_000);
afterAll(() => service?.remove());

const metricSchema = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
});
const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.unknown(),
  OKActions: z.unknown(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).optional(),
  Metrics: z.array(z.object({ MetricStat: z.object({ Metric: metricSchema }).optional() })).optional(),
  Period: z.number().optional(),
  EvaluationPeriods: z.number(),
  TreatMissingData: z.string(),
});
const alarms = () =>
  ofType(service.template, 'AWS::CloudWatch::Alarm').map((id) =>
    alarmSchema.parse(propertiesOf(service.template, id)),
  );
const metricsOf = (alarm: z.output<typeof alarmSchema>) =>
  alarm.Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [metricSchema.parse(alarm)];

test('each alarm notifies the existing or created topic when it starts and when it ends', () => {
  const topic = [{ 'Fn::If': ['CreatesAlarmTopic', { Ref: 'AlarmTopic' }, { Ref: 'ExistingAlarmTopic' }] }];
  expect(alarms()).not.toHaveLength(0);
  for (const { AlarmActions, OKActions } of alarms())
    expect([AlarmActions, OKActions]).toEqual([topic, topic]);
});

test('each alarm reads a metric that the service publishes, of this stage only', () => {
  for (const alarm of alarms())
    for (const { Namespace, MetricName, Dimensions } of metricsOf(alarm))
      if (Namespace === NAMESPACE) {
        expect(ours).toContain(MetricName);
        expect(Dimensions).toEqual([{ Name: 'service', Value: 'cognito-log-reconciler-dev' }]);
      } else expect(['AWS/SQS', 'AWS/Lambda']).toContain(Namespace);
});

test('the basic metrics are exactly those that an alarm reads', () => {
  const read = alarms()
    .flatMap(metricsOf)
    .filter(({ Namespace }) => Namespace === NAMESPACE)
    .map(({ MetricName }) => MetricName);
  expect(new Set(read)).toEqual(BASIC_METRICS);
});

test('each gauge has an alarm that keeps its state while no value is published', () => {
  for (const gauge of GAUGES) {
    const reading = alarms().filter((alarm) =>
      metricsOf(alarm).some(({ MetricName }) => MetricName === gauge),
    );
    expect(reading).toEqual([expect.objectContaining({ TreatMissingData: 'ignore', EvaluationPeriods: 1 })]);
  }
});

test('the description of each alarm names an existing heading of docs/operations.md', async () => {
  const operations = await readFile(resolve(root, 'docs/operations.md'), 'utf8');
  const headings = [...operations.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
  for (const { AlarmDescription } of alarms()) {
    const named = /See "(.+)" in docs\/operations\.md\.$/.exec(AlarmDescription)?.[1];
    expect(headings).toContain(named);
  }
});

test('the template contains the alarms that need an operator', () => {
  expect(
    alarms()
      .map(({ AlarmName }) => AlarmName.replace('cognito-log-reconciler-dev-', ''))
      .sort(),
  ).toEqual(
    [
      'edits-dlq',
      'upkeep-dlq',
      'rejected',
      'contested',
      'deletions-on-hold',
      'frozen',
      'destinations-missing',
      'pools-not-delivering',
      'unmanaged-pools',
      'no-sweep',
      'permission-errors',
      'reconcile-errors',
      'policies-errors',
      'policies-invalid',
      'pools-in-conflict',
      'rollout-halted',
      'throttled',
      'edits-delayed',
      'logs-not-arriving',
      'arrival-errors',
    ].sort(),
  );
});

test('the functions publish metrics with the service name that the alarms read', () => {
  const { Environment } = z
    .object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) })
    .parse(propertiesOf(service.template, 'ReconcileLambdaFunction'));
  expect(Environment.Variables).toMatchObject({
    POWERTOOLS_SERVICE_NAME: 'cognito-log-reconciler-dev',
  });
});

test('only alarms of this stage may publish to the created topic', () => {
  const document = z.object({
    PolicyDocument: z.object({ Statement: z.array(z.looseObject({ Principal: z.unknown() })) }),
  });
  const { PolicyDocument } = document.parse(propertiesOf(service.template, 'AlarmTopicPolicy'));
  expect(PolicyDocument.Statement).toEqual([
    expect.objectContaining({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: {
        ArnLike: {
          'aws:SourceArn': {
            'Fn::Sub':
              'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:cognito-log-reconciler-dev-*',
          },
        },
      },
    }),
  ]);
});

test('docs/metrics.md lists exactly the metrics, with unit and dimension, and marks the basic ones', async () => {
  const text = await readFile(resolve(root, 'docs/metrics.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `(\w+)`\s*\| (\w+)\s*\| (?:`(\w+)`)?\s*\| (yes)?/gm)].map(
    ([, name, unit, dimension, basic]) => [name, unit, dimension, basic === 'yes'],
  );
  const isBasic = (name: string) => [...BASIC_METRICS].some((basic) => basic === name);
  expect(listed.toSorted()).toEqual(
    [
      ...COUNTS.map((name) => [name, 'Count', undefined, isBasic(name)]),
      ...Object.entries(VALUES).map(([name, unit]) => [name, unit, undefined, isBasic(name)]),
      ...CATEGORY_COUNTS.map((name) => [name, 'Count', 'Category', false]),
      [OUTCOME_VALUE, 'Count', 'Outcome', false],
    ].toSorted(),
  );
});

describe('alarm on missing sweeps', () => {
  const load = createRequire(import.meta.url);
  const intervalSchema = z.custom<
    (context: { resolveVariable: (name: string) => Promise<string> }) => Promise<{ seconds: number }>
  >((value) => typeof value === 'function');
  const intervalOf = async (schedule: string) => {
    const interval = intervalSchema.parse(load(resolve(root, 'infra/sweep-interval.cjs')));
    return (await interval({ resolveVariable: async () => schedule })).seconds;
  };

  test.each([
    ['rate(1 hour)', 3_600],
    ['rate(5 minutes)', 300],
    ['rate(2 days)', 172_800],
    ['rate(30 days)', 302_400],
    ['cron(0 3 * * ? *)', 86_400],
  ])('with the schedule %s has a period of %i seconds', async (schedule, seconds) => {
    expect(await intervalOf(schedule)).toBe(seconds);
  });

  test('evaluates two intervals of the default schedule in the template', () => {
    expect(propertiesOf(service.template, 'SweepMissingAlarm')).toMatchObject({
      Period: 3_600,
      EvaluationPeriods: 2,
      TreatMissingData: 'breaching',
    });
  });
});
