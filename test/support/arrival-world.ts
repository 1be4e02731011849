import type { Arrivals } from '../../lib/domain/arrival/arrival.ts';
import type { DeliveryRecord } from '../../lib/domain/arrival/delivering-pool.ts';
import { destinationName, kindOf } from '../../lib/domain/destination-arn.ts';
import { checkArrival } from '../../lib/reconcile/arrival/check-arrival.ts';
import type { ArrivalPorts, CountedMetric, TimeRange } from '../../lib/reconcile/arrival/ports.ts';
import type { ServiceEvent } from '../../lib/reconcile/ports.ts';
import { recordingPublisher } from './recording-publisher.ts';
import { type RecordedTelemetry, recordingTelemetry } from './recording-telemetry.ts';
import { settings } from './situation.ts';

/** A sign-in, in milliseconds. Without `arrives`, its record is lost. */
export interface SignIn {
  readonly pool: string;
  readonly at: number;
  readonly operation?: string;
  readonly arrives?: number;
  /** The time in the record. Default: `at`. */
  readonly recordAt?: number;
}

/** Records of others in a log group or stream. */
export interface ForeignRecord {
  readonly destination: string;
  readonly at: number;
}

export interface World {
  readonly pools: readonly DeliveryRecord[];
  readonly signIns: readonly SignIn[];
  readonly foreign: readonly ForeignRecord[];
  /** The names of log groups and streams, and the IDs of pools, whose metrics CloudWatch does not return completely. */
  readonly incomplete?: readonly string[];
}

export const logGroupArn = (name: string): string =>
  `arn:aws:logs:${settings.region}:${settings.account}:log-group:${name}`;
export const streamArn = (name: string): string =>
  `arn:aws:firehose:${settings.region}:${settings.account}:deliverystream/${name}`;
export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;

const entryFor = (arn: string) => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  ...(arn.includes(':logs:') && { CloudWatchLogsConfiguration: { LogGroupArn: arn } }),
  ...(arn.includes(':firehose:') && { FirehoseConfiguration: { StreamArn: arn } }),
  ...(arn.includes(':s3:') && { S3Configuration: { BucketArn: arn } }),
});

/** Returns the record of a pool that has been in sync for a long time. */
export const delivering = (
  UserPoolId: string,
  arn: string,
  over: Partial<DeliveryRecord> = {},
): DeliveryRecord => ({
  UserPoolId,
  Status: { Outcome: 'InSync', Reasons: [], Since: '2026-01-01T00:00:00.000Z' },
  LastApplied: [entryFor(arn)],
  ...over,
});

export interface WorldCheck {
  /** Runs a check at this time, in milliseconds. */
  check(now: number): Promise<Arrivals>;
  readonly events: readonly ServiceEvent[];
  readonly recorded: RecordedTelemetry;
  /** The number of metrics that were read, and the pools that were searched for. */
  readonly read: { metrics: number; readonly searched: string[] };
}

/** How many events a search reads in one check. */
const SEARCH_LIMIT = 50;
const TWO_WEEKS_MS = 14 * 24 * 3_600_000;

/**
 * Simulates CloudWatch and CloudWatch Logs for checks: they show what happened until now.
 *
 * @param failure returns the error of a call, if it fails
 */
export function arrivalWorld(
  { pools, signIns, foreign, incomplete = [] }: World,
  failure: (call: string) => Error | undefined = () => undefined,
): WorldCheck {
  let now = 0;
  let stored: Arrivals | undefined;
  const { telemetry, recorded } = recordingTelemetry();
  const { publisher, events } = recordingPublisher();
  const read = { metrics: 0, searched: [] as string[] };
  const arnOf = (pool: string): string => {
    const record = pools.find(({ UserPoolId }) => UserPoolId === pool);
    const [entry] = record?.LastApplied ?? [];
    return (
      entry?.CloudWatchLogsConfiguration?.LogGroupArn ??
      entry?.FirehoseConfiguration?.StreamArn ??
      entry?.S3Configuration?.BucketArn ??
      ''
    );
  };
  const nameOf = (arn: string): string => `${kindOf(arn)} ${destinationName(arn)}`;
  const received = signIns.map((signIn) => ({ ...signIn, name: nameOf(arnOf(signIn.pool)) }));
  const others = foreign.map(({ destination, at }) => ({ name: nameOf(destination), at }));
  const isIn = (at: number, { from, to }: TimeRange): boolean => at >= from && at < to && at <= now;
  const failIf = (call: string): void => {
    const error = failure(call);
    if (error) throw error;
  };
  const isArrived = ({ arrives }: SignIn): boolean => arrives !== undefined && arrives <= now;

  const count = (metric: CountedMetric, range: TimeRange): number =>
    'kind' in metric
      ? received.filter(
          ({ name, arrives }) =>
            name === `${metric.kind} ${metric.destination}` && arrives !== undefined && isIn(arrives, range),
        ).length +
        others.filter(({ name, at }) => name === `${metric.kind} ${metric.destination}` && isIn(at, range))
          .length
      : signIns.filter(
          ({ pool, operation = 'SignIn', at }) =>
            metric.name === 'NoRisk' &&
            pool === metric.userPoolId &&
            operation === metric.operation &&
            isIn(at, range),
        ).length;

  const ports: ArrivalPorts = {
    location: settings,
    allowanceMinutes: 60,
    telemetry,
    publisher,
    clock: { now: () => new Date(now), sleep: async () => {} },
    records: {
      async *pages() {
        yield pools;
      },
    },
    arrivals: {
      read: async () => stored,
      write: async (arrivals) => {
        stored = arrivals;
      },
    },
    metrics: {
      async listActivity() {
        failIf('ListMetrics');
        const range = { from: now - TWO_WEEKS_MS, to: now };
        const active = signIns.filter(({ at }) => isIn(at, range));
        const metrics = active.map(({ pool, operation = 'SignIn' }) => `${pool}/${operation}`);
        return [...new Set(metrics)].map((metric) => {
          const [userPoolId = '', operation = ''] = metric.split('/');
          return { userPoolId, name: 'NoRisk', operation };
        });
      },
      async sums(metrics, range) {
        failIf('GetMetricData');
        read.metrics += metrics.length;
        return metrics.map((metric) => {
          const name = 'kind' in metric ? metric.destination : metric.userPoolId;
          return incomplete.includes(name) ? undefined : count(metric, range);
        });
      },
    },
    search: {
      async newest(logGroup, userPoolId, range) {
        failIf('FilterLogEvents');
        read.searched.push(userPoolId);
        const own = received
          .filter(
            (signIn) =>
              signIn.name === `LogGroup ${logGroup}` &&
              isIn(signIn.recordAt ?? signIn.at, range) &&
              isArrived(signIn),
          )
          .map(({ pool, at, recordAt = at }) => ({ pool, at: recordAt }));
        const rest = others
          .filter(({ name, at }) => name === `LogGroup ${logGroup}` && isIn(at, range))
          .map(({ at }) => ({ pool: '', at }));
        const newestFirst = [...own, ...rest].toSorted((a, b) => b.at - a.at);
        const found = newestFirst.slice(0, SEARCH_LIMIT).find(({ pool }) => pool === userPoolId);
        if (found) return { kind: 'Found', at: new Date(found.at).toISOString() };
        return newestFirst.length > SEARCH_LIMIT
          ? { kind: 'NotSeen', reason: 'NoMatchWithinLimit' }
          : { kind: 'NotFound' };
      },
    },
  };
  return {
    events,
    recorded,
    read,
    async check(at) {
      now = at;
      await checkArrival(ports)({ deadline: Number.MAX_SAFE_INTEGER });
      if (stored === undefined) throw new Error('The check stored no results.');
      return stored;
    },
  };
}
