import { parseMessage } from '../../lib/domain/message.ts';
import { POOL, settings } from '../support/situation.ts';

const read = (message: unknown) =>
  parseMessage(typeof message === 'string' ? message : JSON.stringify(message), settings.prefix);

const parameterEvent = (name: string) => ({
  source: 'aws.ssm',
  'detail-type': 'Parameter Store Change',
  detail: { operation: 'Update', name, type: 'String' },
});
const cloudTrail = (eventName: string, over: object = {}) => ({
  source: 'aws.cognito-idp',
  'detail-type': 'AWS API Call via CloudTrail',
  time: '2026-03-01T12:00:05Z',
  detail: {
    eventName,
    eventTime: '2026-03-01T12:00:00Z',
    requestParameters: { userPoolId: POOL },
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::1:user/mallory' },
    ...over,
  },
});

test('returns the pool of a parameter event', () => {
  expect(read(parameterEvent(`${settings.prefix}/pools/${POOL}`))).toEqual({
    kind: 'Key',
    key: { userPoolId: POOL, cause: { poolUpdated: false, recheck: true } },
  });
});

test('ignores an event of a parameter that does not belong to a pool', () => {
  expect(read(parameterEvent(`${settings.prefix}/pools/${POOL}/note`))).toEqual({ kind: 'Ignored' });
});

test('returns the pool and the actor of a Cognito API call', () => {
  expect(read(cloudTrail('SetLogDeliveryConfiguration'))).toEqual({
    kind: 'Key',
    key: {
      userPoolId: POOL,
      cause: { poolUpdated: false, recheck: true },
      actor: {
        Arn: 'arn:aws:iam::1:user/mallory',
        At: '2026-03-01T12:00:00Z',
        EventName: 'SetLogDeliveryConfiguration',
      },
    },
  });
  expect(read(cloudTrail('UpdateUserPool'))).toMatchObject({ key: { cause: { poolUpdated: true } } });
});

test('accepts an event with an incomplete actor', () => {
  const root = cloudTrail('UpdateUserPool', { userIdentity: { type: 'Root' }, eventTime: undefined });
  expect(read(root)).toMatchObject({ key: { actor: { Arn: 'Root', At: '2026-03-01T12:00:05Z' } } });
  for (const userIdentity of [undefined, null, 7, {}])
    expect(read(cloudTrail('UpdateUserPool', { userIdentity }))).toMatchObject({
      kind: 'Key',
      key: { userPoolId: POOL },
    });
});

test('returns the pool and the sweep of a sweep or recheck message', () => {
  expect(read({ Kind: 'Sweep', UserPoolId: POOL, SweepId: 's', Held: true })).toMatchObject({
    key: { cause: { sweep: { id: 's', held: true }, recheck: false } },
  });
  expect(read({ Kind: 'Recheck', UserPoolId: POOL })).toMatchObject({ key: { cause: { recheck: false } } });
});

test('reads the recheck message of version 0.1, which may be in a queue during an upgrade', () => {
  expect(read({ Kind: 'Look', UserPoolId: POOL, EditedAt: '2026-03-01T12:00:00Z' })).toEqual(
    read({ Kind: 'Recheck', UserPoolId: POOL, EditedAt: '2026-03-01T12:00:00Z' }),
  );
  expect(read({ Kind: 'Look', UserPoolId: POOL })).toMatchObject({ kind: 'Key', key: { userPoolId: POOL } });
});

test('ignores an invalid edit time', () => {
  const EditedAt = '2026-03-01T12:00:00Z';
  expect(read({ Kind: 'Recheck', UserPoolId: POOL, EditedAt })).toMatchObject({
    key: { editedAt: EditedAt },
  });
  for (const invalid of ['', 'noon', 7, null])
    expect(read({ Kind: 'Recheck', UserPoolId: POOL, EditedAt: invalid })).toEqual({
      kind: 'Key',
      key: { userPoolId: POOL, cause: { poolUpdated: false, recheck: false } },
    });
});

test('ignores texts that are too long to be stored 20 times in a record', () => {
  const long = 'x'.repeat(3000);
  for (const userIdentity of [{ arn: long }, { type: long }])
    expect(read(cloudTrail('UpdateUserPool', { userIdentity }))).toEqual({
      kind: 'Key',
      key: { userPoolId: POOL, cause: { poolUpdated: true, recheck: true } },
    });
  expect(read(cloudTrail(long))).toEqual({
    kind: 'Key',
    key: { userPoolId: POOL, cause: { poolUpdated: false, recheck: true } },
  });
  expect(read({ Kind: 'Sweep', UserPoolId: POOL, SweepId: long, Held: false })).toMatchObject({
    kind: 'Malformed',
  });
});

test.each([
  ['text that is not JSON', '{', ['undefined']],
  ['a number', '5', ['number']],
  ['null', 'null', ['object']],
  ['another event', { source: 'aws.ec2', secret: 'value' }, ['source', 'secret']],
  [
    'a sweep without a pool',
    { Kind: 'Sweep', UserPoolId: 'x', SweepId: 's', Held: false },
    ['Kind', 'UserPoolId', 'SweepId', 'Held'],
  ],
  [
    'a call without a pool',
    cloudTrail('CreateUserPool', { requestParameters: null }),
    ['source', 'detail-type', 'time', 'detail'],
  ],
])('reports %s as malformed with its member names, but no values', (_, message, keys) => {
  expect(read(message)).toEqual({ kind: 'Malformed', keys });
});
