import { entryForPool } from '../../../lib/domain/policy/entry-for-pool.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { ACCOUNT, POOL, settings, toLogGroup, toStream } from '../../support/situation.ts';

const values = { account: ACCOUNT, region: 'eu-west-1', userPoolId: POOL, name: 'shop' };
const bucket = (name: string) => ({
  EventSource: 'userAuthEvents' as const,
  LogLevel: 'INFO' as const,
  S3Configuration: { BucketArn: `arn:aws:s3:::${name}` },
});
const reasonsOf = (entry: ReturnType<typeof bucket>, name: string, over: object = {}) => {
  const result = entryForPool(entry, { ...values, name }, { ...settings, ...over });
  return result.kind === 'Invalid' ? result.issues.map(formatIssue) : result.value;
};

test('returns the expanded entry of a pool', () => {
  expect(entryForPool(toLogGroup('<userPoolName>'), values, settings)).toEqual({
    kind: 'Expanded',
    value: toLogGroup('shop'),
  });
  expect(entryForPool(toStream(), values, settings)).toEqual({ kind: 'Expanded', value: toStream() });
});

test('checks the allow-list with the name of the pool', () => {
  expect(reasonsOf(bucket('<userPoolName>'), 'audit-logs')).toEqual(bucket('audit-logs'));
  expect(reasonsOf(bucket('<userPoolName>'), 'other')).toEqual([
    expect.stringMatching(
      /^userAuthEvents\.S3Configuration\.BucketArn: found "arn:aws:s3:::other"\. Expected a destination that matches/,
    ),
  ]);
});

test('rejects a name that an ARN does not allow, and an ARN that is too long', () => {
  expect(reasonsOf(bucket('<userPoolName>'), 'my shop')).toEqual([
    expect.stringContaining('the name of the pool contains " ", which an ARN does not allow.'),
  ]);
  expect(
    reasonsOf(bucket('<userPoolName>'.repeat(10)), 'x'.repeat(128), { allowedDestinations: ['*'] }),
  ).toEqual([expect.stringContaining('Expected the ARN of an S3 bucket')]);
});
