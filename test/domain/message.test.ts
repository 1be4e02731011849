import { parseMessage } from '../../lib/domain/message/parse-message.ts';
import { POOL, settings } from '../support/situation.ts';

const read = (message: unknown) =>
  parseMessage(typeof message === 'string' ? message : JSON.stringify(message), settings);

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

const facts = { poolUpdated: false, recheck: true, factsChanged: true };
const arnOf = (userPoolId: string, region = settings.region, account = settings.account) =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${userPoolId}`;
const tagChange = (resources: unknown) => ({
  source: 'aws.tag',
  'detail-type': 'Tag Change on Resource',
  resources,
  detail: { service: 'cognito-idp', 'resource-type': 'userpool', 'changed-tag-keys': ['env'] },
});

test('a new pool, a changed tag and an updated pool may change which policies select the pool', () => {
  const created = { requestParameters: null, responseElements: { userPool: { id: POOL } } };
  const tagged = { requestParameters: { resourceArn: arnOf(POOL), tags: { env: 'prod' } } };
  for (const [eventName, over] of [
    ['CreateUserPool', created],
    ['TagResource', tagged],
    ['UntagResource', tagged],
  ] as const)
    expect(read(cloudTrail(eventName, over))).toMatchObject({
      kind: 'Key',
      key: { userPoolId: POOL, cause: facts, actor: { EventName: eventName } },
    });
  expect(read(tagChange([arnOf(POOL)]))).toEqual({ kind: 'Key', key: { userPoolId: POOL, cause: facts } });
  expect(read(cloudTrail('UpdateUserPool'))).toMatchObject({
    key: { cause: { poolUpdated: true, recheck: true, factsChanged: true } },
  });
});

test('returns the replica of a pool of another Region, whose ARN contains the Region of the replica', () => {
  const replica = 'us-east-1_aBcDeFgHi';
  expect(read(tagChange([arnOf(replica)]))).toMatchObject({ key: { userPoolId: replica } });
});

test.each([
  ['another Region', arnOf(POOL, 'us-east-1')],
  ['another account', arnOf(POOL, settings.region, '999999999999')],
  ['another kind', `arn:aws:cognito-idp:${settings.region}:${settings.account}:identitypool/${POOL}`],
  ['another service', 'arn:aws:s3:::a-bucket'],
  ['no pool', arnOf('')],
  ['a member of a pool', `${arnOf(POOL)}/client/1`],
  ['no text', 7],
  ['nothing', undefined],
])('ignores a changed tag of a resource with the ARN of %s', (_, resourceArn) => {
  expect(read(tagChange([resourceArn]))).toEqual({ kind: 'Ignored' });
  for (const eventName of ['TagResource', 'UntagResource'])
    expect(read(cloudTrail(eventName, { requestParameters: { resourceArn } }))).toEqual({ kind: 'Ignored' });
});

test('finds the pool among several resources of an event', () => {
  expect(read(tagChange(['arn:aws:s3:::a-bucket', null, arnOf(POOL)]))).toMatchObject({
    key: { userPoolId: POOL },
  });
});

test.each([null, {}, { userPool: null }, { userPool: { id: 7 } }, { userPool: { id: 'no pool' } }])(
  'ignores a new pool whose ID is not in the response %j, because the sweep finds it',
  (responseElements) => {
    expect(read(cloudTrail('CreateUserPool', { requestParameters: null, responseElements }))).toEqual({
      kind: 'Ignored',
    });
  },
);

test.each(['policies/prod', 'policies/prod/note', 'policies/'])(
  'ignores the event of the parameter %s, because the policies function handles it',
  (name) => {
    expect(read(parameterEvent(`${settings.prefix}/${name}`))).toEqual({ kind: 'Ignored' });
  },
);

test('a sweep message can say that the name, tags or tier of the pool may have changed', () => {
  const sweep = { Kind: 'Sweep', UserPoolId: POOL, SweepId: 's', Held: false };
  const cause = { sweep: { id: 's', held: false }, poolUpdated: false, recheck: false };
  expect(read({ ...sweep, AfterFreeze: true })).toEqual({
    kind: 'Key',
    key: { userPoolId: POOL, cause: { ...cause, poolUpdated: true } },
  });
  for (const ConfirmFacts of [undefined, false])
    expect(read({ ...sweep, ConfirmFacts })).toEqual({ kind: 'Key', key: { userPoolId: POOL, cause } });
  expect(read({ ...sweep, ConfirmFacts: true })).toEqual({
    kind: 'Key',
    key: { userPoolId: POOL, cause: { ...cause, factsChanged: true } },
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
      key: { userPoolId: POOL, cause: { poolUpdated: true, recheck: true, factsChanged: true } },
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
    cloudTrail('AdminCreateUser', { requestParameters: null }),
    ['source', 'detail-type', 'time', 'detail'],
  ],
])('reports %s as malformed with its member names, but no values', (_, message, keys) => {
  expect(read(message)).toEqual({ kind: 'Malformed', keys });
});
