import { marshall } from '@aws-sdk/util-dynamodb';
import { readRecord } from '../../lib/aws/record-item.ts';
import { unmarshallRecord } from '../../lib/aws/stored-record.ts';

const entries = [
  {
    EventSource: 'userNotification',
    LogLevel: 'ERROR',
    CloudWatchLogsConfiguration: {
      LogGroupArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/a',
    },
  },
];
const at = '2026-01-02T03:04:05.000Z';
const actor = {
  Arn: 'arn:aws:iam::123456789012:user/jo',
  At: at,
  EventName: 'SetLogDeliveryConfiguration',
};

/** The members that version 0.1 stores under the current name. */
const unchanged = {
  Id: 'pool#eu-west-1_a',
  UserPoolId: 'eu-west-1_a',
  Revision: 7,
  Desired: { LogConfigurations: entries, Mode: 'Enforce', OnDelete: 'Retain' },
  LastAppliedAt: at,
  Repairs: [at],
  DriftCount: 2,
  Contest: { Since: at, Writer: actor, InSyncSweeps: 0 },
};

const version01 = {
  ...unchanged,
  Status: { Outcome: 'PoolMissing', Reasons: ['Differs'], Since: at },
  Put: entries,
  Before: { LogConfigurations: [], At: at },
  Refusal: { Name: 'FeatureUnavailableInTierException', Attempts: 3, RetryAt: at },
  Transitions: [
    { At: at, From: 'Differs', To: 'Repaired', Reasons: [], Before: [], After: entries, Witness: actor },
    { At: at, From: 'Repaired', To: 'PoolMissing', Reasons: ['Differs'] },
  ],
};

const current = {
  ...unchanged,
  Status: { Outcome: 'PoolNotFound', Reasons: ['Differs'], Since: at },
  LastApplied: entries,
  Original: { LogConfigurations: [], At: at },
  Rejection: { Name: 'FeatureUnavailableInTierException', Attempts: 3, RetryAt: at },
  Transitions: [
    { At: at, From: 'OutOfSync', To: 'Repaired', Reasons: [], Before: [], After: entries, Actor: actor },
    { At: at, From: 'Repaired', To: 'PoolNotFound', Reasons: ['Differs'] },
  ],
};

test('reads a record of version 0.1 with the current names', () => {
  const { Id: _, ...record } = current;
  expect(readRecord(marshall(version01))).toEqual(record);
});

test('reads a current record unchanged', () => {
  const { Id: _, ...record } = current;
  expect(readRecord(marshall(current))).toEqual(record);
});

test('rejects an item that is not a record', () => {
  expect(() => readRecord(marshall({ Id: 'pool#x', Status: 'Differs', Transitions: 'none' }))).toThrow();
});

test('keeps unknown members', () => {
  expect(unmarshallRecord(marshall({ Id: 'pool#x', Other: 1, Transitions: ['text'] }))).toEqual({
    Id: 'pool#x',
    Other: 1,
    Transitions: ['text'],
  });
});
