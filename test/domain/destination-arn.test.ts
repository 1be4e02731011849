import fc from 'fast-check';
import { accountIn, isAllowed, isArnOf, withoutWildcard } from '../../lib/domain/destination-arn.ts';

describe('the allow-list', () => {
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
  ])('%s takes %s: %s', (pattern, arn, taken) => {
    expect(isAllowed(arn, ['nothing', pattern])).toBe(taken);
  });

  test('means by * what a shell means, wherever it stands', () => {
    // Few letters, so that parts repeat and overlap.
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (given, arn) => {
        expect(isAllowed(arn, [given])).toBe(new RegExp(`^${given.replaceAll('*', '.*')}$`).test(arn));
      }),
      { numRuns: 5_000 },
    );
  });

  test('an empty one takes nothing', () => {
    expect(isAllowed('arn:aws:s3:::logs', [])).toBe(false);
    expect(isAllowed('arn:aws:s3:::logs', [''])).toBe(false);
  });
});

const LOGS = 'arn:aws:logs:eu-west-1:123456789012:log-group:';
const STREAM = 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/';
const BUCKET = 'arn:aws:s3:::';
const long = (start: string, length: number): string => start.padEnd(length, 'a');

describe('an ARN of its kind, by the API model (docs/aws-facts.md#arn-patterns)', () => {
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
  ] as const)('%s %.70s: %s', (key, arn, good) => {
    expect(isArnOf(key, arn)).toBe(good);
  });
});

test('a log group’s wildcard is left out, and nothing else', () => {
  expect(withoutWildcard(`${LOGS}/a:*`)).toBe(`${LOGS}/a`);
  expect(withoutWildcard(`${LOGS}/a`)).toBe(`${LOGS}/a`);
  expect(withoutWildcard('*')).toBe('*');
});

test('the account in an ARN is its fifth part; a bucket’s has none', () => {
  expect(accountIn(`${LOGS}/a`)).toBe('123456789012');
  expect(accountIn(`${BUCKET}a`)).toBe('');
  expect(accountIn('no ARN')).toBe('');
});
