import type { Cause } from '../../lib/domain/cause.ts';
import type { Observed, Situation } from '../../lib/domain/decide/action.ts';
import type { Desired, DesiredState, StoredParameter } from '../../lib/domain/desired.ts';
import type { LogConfiguration, ObservedConfiguration } from '../../lib/domain/log-configuration.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { Settings } from '../../lib/domain/settings.ts';

/** One pool in sync with its parameter and record. A test overrides the values that it checks. */
export const POOL = 'eu-west-1_aBcDeFgHi';
export const ACCOUNT = '123456789012';
export const NOON = new Date('2026-03-01T12:00:00.000Z');

export const later = (seconds: number, from = NOON): Date => new Date(from.getTime() + seconds * 1000);

export const settings: Settings = {
  account: ACCOUNT,
  partition: 'aws',
  region: 'eu-west-1',
  prefix: '/cognito-log-delivery',
  mode: 'Enforce',
  allowedDestinations: [
    `arn:aws:logs:*:${ACCOUNT}:log-group:*`,
    `arn:aws:firehose:*:${ACCOUNT}:deliverystream/*`,
    'arn:aws:s3:::audit-logs',
  ],
  logLevelValidation: 'error',
  clearGraceSeconds: 600,
  contestedRepairs: 5,
  contestedSweeps: 3,
  holdSharePercent: 20,
  holdMinimum: 5,
  recheckDelaySeconds: 15,
  sweepSkipBacklog: 100,
  destinationChecks: true,
};

export const toLogGroup = (name = 'one'): LogConfiguration => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: {
    LogGroupArn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/${name}`,
  },
});

export const toStream = (name = 'one'): LogConfiguration => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/${name}` },
});

export const state = (over: Partial<DesiredState> = {}): DesiredState => ({
  LogConfigurations: [toLogGroup()],
  Mode: 'Enforce',
  OnDelete: 'Retain',
  ...over,
});

export const valid = (over: Partial<DesiredState> = {}): Desired => ({
  kind: 'Valid',
  state: state(over),
  warnings: [],
});

export const present = (...LogConfigurations: ObservedConfiguration[]): Observed => ({
  kind: 'Present',
  LogConfigurations,
});

export const parameter = (value: unknown, over: Partial<StoredParameter> = {}): StoredParameter => ({
  name: `${settings.prefix}/pools/${POOL}`,
  type: 'String',
  value: typeof value === 'string' ? value : JSON.stringify(value),
  ...over,
});

export const event: Cause = { poolUpdated: false, recheck: true };
export const sweepOf = (id: string, held = false): Cause => ({
  sweep: { id, held },
  poolUpdated: false,
  recheck: false,
});

/** Returns the record of a pool to which the service applied `state()` one hour ago. */
export const applied = (over: Partial<PoolRecord> = {}): PoolRecord => ({
  UserPoolId: POOL,
  Revision: 2,
  Status: { Outcome: 'Applied', Reasons: [], Since: later(-3600).toISOString() },
  Desired: state(),
  LastApplied: [toLogGroup()],
  Original: { LogConfigurations: [], At: later(-3600).toISOString() },
  LastAppliedAt: later(-3600).toISOString(),
  Repairs: [],
  DriftCount: 0,
  Transitions: [
    {
      At: later(-3600).toISOString(),
      From: 'Unmanaged',
      To: 'Applied',
      Reasons: [],
      Before: [],
      After: [toLogGroup()],
    },
  ],
  ...over,
});

export const situation = (over: Partial<Situation> = {}): Situation => ({
  userPoolId: POOL,
  desired: valid(),
  observed: present(toLogGroup()),
  recorded: applied(),
  now: NOON,
  settings,
  cause: event,
  ...over,
});
