import { GAUGES, MAX_SILENCE_MS } from '../../lib/reconcile/gauges.ts';
import type { Usage } from './metering.ts';
import { CLOUDWATCH, DYNAMODB, ESTIMATES, EVENTBRIDGE, HOURS_PER_MONTH, LAMBDA, SQS } from './prices.ts';
import type { ServiceTemplate } from './service-template.ts';

/** The usage of one sweep of a fleet in sync. */
export interface MeasuredSweep {
  readonly sweep: Usage;
  readonly workers: readonly Usage[];
}

export interface BillLine {
  readonly name: string;
  /** Dollars per month. */
  readonly price: number;
}

/** Returns a month of hourly sweeps. The names of estimates end with `*`. */
export function billOf({ sweep, workers }: MeasuredSweep, template: ServiceTemplate): readonly BillLine[] {
  const all = [sweep, ...workers];
  const total = (value: (usage: Usage) => number, of = all): number =>
    of.reduce((sum, one) => sum + value(one), 0) * HOURS_PER_MONTH;
  const billed = (of: readonly Usage[], memoryMb: number): number =>
    (total(({ billedMs }) => billedMs, [...of]) / 1000) * (memoryMb / 1024) * LAMBDA.gbSecond;
  const init = (environments: number, memoryMb: number): number =>
    ((environments * ESTIMATES.initMs) / 1000) * HOURS_PER_MONTH * (memoryMb / 1024) * LAMBDA.gbSecond;
  const invocations = total((usage) => usage.invocations);
  const published = new Set(all.flatMap(({ metrics }) => metrics));
  const quiet = GAUGES.filter((gauge) => ![...published].some((metric) => metric.startsWith(`${gauge} `)));
  // A quiet gauge is published once in this time.
  const quietHours = (HOURS_PER_MONTH / (MAX_SILENCE_MS / 3_600_000)) * quiet.length;
  const logGb =
    (total(({ logBytes }) => logBytes) + invocations * ESTIMATES.platformLogBytes) / 1_000_000_000;
  return [
    { name: 'Lambda, reconcile', price: billed(workers, template.reconcileMb) },
    { name: 'Lambda, sweep', price: billed([sweep], template.sweepMb) },
    {
      name: 'Lambda, initialization*',
      price: init(workers.length, template.reconcileMb) + init(1, template.sweepMb),
    },
    { name: 'Lambda, requests', price: invocations * LAMBDA.request },
    { name: 'Policies, each minute*', price: schedulePrice(template.policiesMb) },
    { name: 'SQS', price: total(({ sqsRequests }) => sqsRequests) * SQS.request },
    { name: 'SQS, empty receives*', price: ESTIMATES.emptyReceives * SQS.request },
    { name: 'DynamoDB, reads', price: total(({ readUnits }) => readUnits) * DYNAMODB.readUnit },
    { name: 'DynamoDB, writes', price: total(({ writeUnits }) => writeUnits) * DYNAMODB.writeUnit },
    { name: 'EventBridge', price: total(({ events }) => events) * EVENTBRIDGE.event },
    {
      name: 'CloudWatch metrics',
      price: (published.size * HOURS_PER_MONTH + quietHours) * CLOUDWATCH.metricHour,
    },
    { name: 'CloudWatch alarms', price: template.alarmMetrics * CLOUDWATCH.alarmMetric },
    { name: 'CloudWatch Logs', price: logGb * CLOUDWATCH.logGb },
  ];
}

/** Returns the price of the invocations by the schedule of rollouts in a fleet without policies. */
function schedulePrice(memoryMb: number): number {
  const { invocations, billedMs, readUnits } = ESTIMATES.policies;
  const one =
    LAMBDA.request +
    (billedMs / 1000) * (memoryMb / 1024) * LAMBDA.gbSecond +
    readUnits * DYNAMODB.readUnit +
    (ESTIMATES.platformLogBytes / 1_000_000_000) * CLOUDWATCH.logGb;
  return invocations * one;
}
