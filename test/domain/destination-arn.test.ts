import fc from 'fast-check';
import { accountIn, isAllowed, isArnOf, withoutWildcard } from '../../lib/domain/destination-arn.ts';
import { cases } from '../support/random-cases.ts';

describe('isAllowed', () => {
  test.each([
    ['arn:aws:s3:::logs', 'arn:aws:s3:::logs', true],
    ['arn:aws:s3:::logs', 'arn:aws:s3:::logs-of-mallory', false],
    ['arn:aws:s3:::logs*', 'mallory:arn:aws:s3:::logs', false],
    ['*:::logs', 'arn:aws:s3:::logs-of-mallory', false],
    ['arn:aws:logs:*:1:log-group:*', 'arn:aws:logs:eu-west-1:1:log-group:/a', true],
    ['arn:aws:logs:*:1:log-group:*', 'arn:aws:logs:eu-west-1:2:log-group:/a', false],
    ['arn:aws:s3:::a*a', 'arn:aws:s3:::a', false],
    ['arn:aws:s3:::a*a', 'arn:aws:s3:::aa', true],
    ['arn:aws:s3:::*-logs-*-x', 'arn:aws:s3:::eu-logs-one-x', true],
    ['arn:aws:s3:::*-logs-*-x', 'arn:aws:s3:::eu-logs-x', false],
    ['*', 'anything', true],
    ['a.c', 'abc', false],
  ])('pattern %s matches %s: %s', (pattern, arn, allowed) => {
    expect(isAllowed(arn, ['nothing', pattern])).toBe(allowed);
  });

  test('matches any number of characters for * at any position in a pattern', () => {
    // A small alphabet, so that parts repeat and overlap.
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (given, arn) => {
        expect(isAllowed(arn, [given])).toBe(new RegExp(`^${given.replaceAll('*', '.*')}$`).test(arn));
      }),
      { numRuns: cases(5_000) },
    );
  });

  test('allows no destination if the allow-list is empty', () => {
    expect(isAllowed('arn:aws:s3:::logs', [])).toBe(false);
    expect(isAllowed('arn:aws:s3:::logs', [''])).toBe(false);
  });
});

const LOGS = 'arn:aws:logs:eu-west-1:123456789012:log-group:';
const STREAM = 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/';
const BUCKET = 'arn:aws:s3:::';
const long = (start: string, length: number): string => start.padEnd(length, 'a');

describe('isArnOf, with the patterns of the API model (docs/aws-facts.md#arn-patterns)', () => {
  test.each([
    ['CloudWatchLogsConfiguration', `${LOGS}/a`, true],
    ['CloudWatchLogsConfiguration', `${LOGS}/a:*`, false],
    ['CloudWatchLogsConfiguration', `${LOGS}/a:log-stream:b`, false],
    ['CloudWatchLogsConfiguration', `x${LOGS}/a`, false],
    ['CloudWatchLogsConfiguration', `${LOGS}/a b`, false],
    ['CloudWatchLogsConfiguration', LOGS, false],
    ['CloudWatchLogsConfiguration', long(LOGS, 2048), true],
    ['CloudWatchLogsConfiguration', long(LOGS, 2049), false],
    ['FirehoseConfiguration', `${STREAM}a`, true],
    ['FirehoseConfiguration', 'arn:aws-cn:firehose:cn-north-1:123456789012:deliverystream/a', true],
    ['FirehoseConfiguration', 'arn:aws:kinesis:eu-west-1:123456789012:stream/a', false],
    ['FirehoseConfiguration', `${STREAM}a:b`, false],
    ['FirehoseConfiguration', `x${STREAM}a`, false],
    ['FirehoseConfiguration', STREAM, false],
    ['FirehoseConfiguration', long(STREAM, 2048), true],
    ['FirehoseConfiguration', long(STREAM, 2049), false],
    ['S3Configuration', `${BUCKET}a`, true],
    ['S3Configuration', `${BUCKET}a:b`, false],
    ['S3Configuration', `x${BUCKET}a`, false],
    ['S3Configuration', 'arn:aws:s3:eu-west-1:1:accesspoint/a', false],
    ['S3Configuration', BUCKET, false],
    ['S3Configuration', long(BUCKET, 1024), true],
    ['S3Configuration', long(BUCKET, 1025), false],
  ] as const)('as the destination of %s, %.70s is valid: %s', (key, arn, isValid) => {
    expect(isArnOf(key, arn)).toBe(isValid);
  });
});

test('removes only the wildcard at the end of a log group ARN', () => {
  expect(withoutWildcard(`${LOGS}/a:*`)).toBe(`${LOGS}/a`);
  expect(withoutWildcard(`${LOGS}/a`)).toBe(`${LOGS}/a`);
  expect(withoutWildcard('*')).toBe('*');
});

test('returns the fifth part of an ARN as the account, and an empty string for a bucket', () => {
  expect(accountIn(`${LOGS}/a`)).toBe('123456789012');
  expect(accountIn(`${BUCKET}a`)).toBe('');
  expect(accountIn('no ARN')).toBe('');
});
