import { mergeCauses } from '../../lib/domain/cause.ts';
import { sameDesired } from '../../lib/domain/desired.ts';
import { describeDifference, difference } from '../../lib/domain/difference.ts';
import { isHeld } from '../../lib/domain/mass-deletion-guard.ts';
import { classify, AwsCallError } from '../../lib/reconcile/errors.ts';
import { isUserPoolId, parameterName, regionOf, userPoolIdFromName } from '../../lib/domain/user-pool-id.ts';
import { event, POOL, settings, stated, sweepOf, toLogGroup, toStream } from '../support/situation.ts';

test('a difference names what is missing, new and changed, by source and member', () => {
  const before = [toLogGroup('one'), toStream('one')];
  const after = [{ ...toStream('two'), LogLevel: 'ERROR' }];
  expect(difference(before, after).map(describeDifference)).toEqual([
    'userAuthEvents.FirehoseConfiguration.StreamArn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/one" → "arn:aws:firehose:eu-west-1:123456789012:deliverystream/two"',
    'userAuthEvents.LogLevel: "INFO" → "ERROR"',
    'userNotification.CloudWatchLogsConfiguration.LogGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/one" → (not set)',
    'userNotification.LogLevel: "ERROR" → (not set)',
  ]);
});

test.each([
  ['eu-west-1_aBc123', true],
  ['eu-west-1', false],
  ['_a', false],
  ['eu-west-1_a!', false],
  [`eu-west-1_${'a'.repeat(45)}`, true],
  [`eu-west-1_${'a'.repeat(46)}`, false],
])('is %s a user pool id: %s', (id, good) => {
  expect(isUserPoolId(id)).toBe(good);
});

test('a parameter’s name gives a pool, or none', () => {
  expect(userPoolIdFromName('/p', `/p/pools/${POOL}`)).toBe(POOL);
  expect(userPoolIdFromName('/p', parameterName('/p', POOL))).toBe(POOL);
  for (const name of [
    `/p/pools/${POOL}/x`,
    `/p/${POOL}`,
    `/q/pools/${POOL}`,
    '/p/pools/none',
    `/p/pools/a/${POOL}`,
  ])
    expect(userPoolIdFromName('/p', name)).toBeUndefined();
  expect(regionOf('us-gov-west-1_a')).toBe('us-gov-west-1');
});

test.each([
  ['InvalidParameterException', 'Refused'],
  ['FeatureUnavailableInTierException', 'Refused'],
  ['ResourceNotFoundException', 'NotFound'],
  ['TooManyRequestsException', 'Throttled'],
  ['ThrottlingException', 'Throttled'],
  ['ThrottledException', 'Throttled'],
  ['Throttling', 'Throttled'],
  ['RequestLimitExceeded', 'Throttled'],
  ['ProvisionedThroughputExceededException', 'Throttled'],
  ['NotAuthorizedException', 'Permission'],
  ['AccessDeniedException', 'Permission'],
  ['AccessDenied', 'Permission'],
  ['UnauthorizedOperation', 'Permission'],
  ['ExpiredTokenException', 'Permission'],
  ['ExpiredToken', 'Permission'],
  ['UnrecognizedClientException', 'Permission'],
  ['InvalidClientTokenId', 'Permission'],
  ['InvalidSignatureException', 'Permission'],
  ['MissingAuthenticationTokenException', 'Permission'],
  ['CredentialsProviderError', 'Permission'],
  ['InternalErrorException', 'Transient'],
  ['TimeoutError', 'Transient'],
  ['SomethingNewException', 'Transient'],
] as const)('%s is %s', (name, kind) => {
  expect(classify(name)).toBe(kind);
});

test('a failure names the operation and the error, and keeps its cause', () => {
  const cause = new Error('socket');
  const failure = new AwsCallError('Transient', 'GetItem', 'TimeoutError', cause);
  expect(failure).toMatchObject({ message: 'GetItem failed: TimeoutError', cause, name: 'AwsCallError' });
});

test.each([
  [{ managed: 10, lost: 4, accepted: 0, wasHeld: false }, false],
  [{ managed: 25, lost: 5, accepted: 0, wasHeld: false }, false],
  [{ managed: 24, lost: 5, accepted: 0, wasHeld: false }, true],
  [{ managed: 24, lost: 5, accepted: 4, wasHeld: false }, true],
  [{ managed: 24, lost: 5, accepted: 5, wasHeld: false }, false],
  [{ managed: 0, lost: 0, accepted: 0, wasHeld: false }, false],
  // Once held, no growth of the fleet lets go; only a person does, or parameters that come back.
  [{ managed: 100, lost: 5, accepted: 0, wasHeld: true }, true],
  [{ managed: 100, lost: 5, accepted: 5, wasHeld: true }, false],
  [{ managed: 10, lost: 4, accepted: 0, wasHeld: true }, false],
])('a mass deletion %j is held: %s', (losses, held) => {
  expect(isHeld(losses, settings)).toBe(held);
});

describe('causes merged', () => {
  test('keep whatever any of them asks for', () => {
    const updated = { poolUpdated: true, lookAgain: false };
    expect(mergeCauses(event, updated)).toEqual({ poolUpdated: true, lookAgain: true });
    const neither = { poolUpdated: false, lookAgain: false };
    expect(mergeCauses(neither, neither)).toEqual(neither);
    expect(mergeCauses(event, sweepOf('a')).sweep).toEqual({ id: 'a', held: false });
    expect(mergeCauses(sweepOf('a'), event).sweep).toEqual({ id: 'a', held: false });
  });
  test('keep the later sweep, and of one sweep the hold', () => {
    expect(mergeCauses(sweepOf('a', true), sweepOf('b')).sweep).toEqual({ id: 'b', held: false });
    expect(mergeCauses(sweepOf('b'), sweepOf('a', true)).sweep).toEqual({ id: 'b', held: false });
    expect(mergeCauses(sweepOf('a'), sweepOf('a', true)).sweep).toEqual({ id: 'a', held: true });
    expect(mergeCauses(sweepOf('a', true), sweepOf('a')).sweep).toEqual({ id: 'a', held: true });
    expect(mergeCauses(sweepOf('a'), sweepOf('a')).sweep).toEqual({ id: 'a', held: false });
  });
});

test('two readings of a parameter want the same, whatever their versions', () => {
  const refused = (found: string) =>
    ({ kind: 'Refused', faults: [{ path: '', found, expected: 'JSON' }] }) as const;
  expect(sameDesired(stated(), stated())).toBe(true);
  expect(sameDesired(stated(), stated({ OnDelete: 'Clear' }))).toBe(false);
  expect(sameDesired(stated(), stated({ LogConfigurations: [] }))).toBe(false);
  expect(sameDesired(stated(), { kind: 'Absent' })).toBe(false);
  expect(sameDesired({ kind: 'Absent' }, { kind: 'Absent' })).toBe(true);
  expect(sameDesired(refused('a'), refused('a'))).toBe(true);
  expect(sameDesired(refused('a'), refused('b'))).toBe(false);
});
