import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { POOL, parameter, settings, toLogGroup, toStream } from '../support/situation.ts';

const parse = (value: unknown) => parseParameter(parameter(value), POOL, settings);
const issuesOf = (value: unknown): readonly string[] => {
  const desired = parse(value);
  return desired.kind === 'Invalid' ? desired.issues.map(formatIssue) : [];
};
const group = toLogGroup();
const stream = toStream();
const list = (...LogConfigurations: unknown[]) => ({ LogConfigurations });

describe('null for an optional member means that it is absent', () => {
  test.each<[string, object, object]>([
    [
      'the other destinations of an entry',
      list({ ...group, FirehoseConfiguration: null, S3Configuration: null }),
      list(group),
    ],
    [
      'a destination that userNotification cannot have',
      list({ ...group, S3Configuration: null }),
      list(group),
    ],
    [
      'the log group of an entry with a stream',
      list({ ...stream, CloudWatchLogsConfiguration: null }),
      list(stream),
    ],
    [
      'UserPoolId, Mode, OnDelete and Inherit',
      { ...list(group), UserPoolId: null, Mode: null, OnDelete: null, Inherit: null },
      list(group),
    ],
    ['$schema', { ...list(group), $schema: null }, list(group)],
  ])('%s', (_, given, same) => {
    expect(parse(given)).toEqual(parse(same));
    expect(parse(given)).toMatchObject({ kind: 'Valid', state: { Mode: 'Enforce', OnDelete: 'Retain' } });
    expect(JSON.stringify(parse(given))).not.toContain('null');
  });
});

const NO_ENTRY =
  'found null. Expected an object with EventSource, LogLevel and one destination. Remove this element, or write an entry.';

describe('null for a required member is one reason', () => {
  const at = 'LogConfigurations[0]';
  test.each<[string, object, readonly string[]]>([
    [
      'the list',
      { LogConfigurations: null },
      ['LogConfigurations: found null. Expected a list of 0 to 2 entries.'],
    ],
    [
      'EventSource',
      list({ ...group, EventSource: null }),
      [`${at}.EventSource: found null. Expected "userNotification" or "userAuthEvents".`],
    ],
    [
      'LogLevel',
      list({ ...group, LogLevel: null }),
      [`${at}.LogLevel: found null. Expected "ERROR" or "INFO".`],
    ],
    [
      'the ARN of the only destination',
      list({ ...group, CloudWatchLogsConfiguration: { LogGroupArn: null } }),
      [
        expect.stringContaining(
          `${at}.CloudWatchLogsConfiguration.LogGroupArn: found null. Expected the ARN of a log group`,
        ),
      ],
    ],
    [
      'the ARN of a second destination',
      list({ ...group, FirehoseConfiguration: { StreamArn: null } }),
      [
        expect.stringContaining(
          `${at}.FirehoseConfiguration.StreamArn: found null. Expected the ARN of a Firehose stream`,
        ),
      ],
    ],
    [
      'the only destination',
      list({ ...group, CloudWatchLogsConfiguration: null }),
      [`${at}: found no destination. Expected CloudWatchLogsConfiguration.`],
    ],
    [
      'every destination',
      list({
        ...stream,
        CloudWatchLogsConfiguration: null,
        FirehoseConfiguration: null,
        S3Configuration: null,
      }),
      [
        `${at}: found no destination. Expected exactly one of CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration.`,
      ],
    ],
    ['the only element of the list, which must not clear the pool', list(null), [`${at}: ${NO_ENTRY}`]],
    ['elements beside two entries', list(null, group, stream), [`${at}: ${NO_ENTRY}`]],
    ['the last element', list(group, null), [`LogConfigurations[1]: ${NO_ENTRY}`]],
  ])('%s', (_, given, reasons) => {
    expect(issuesOf(given)).toEqual(reasons);
  });
});

test.each<[string, unknown, string]>([
  ['a list', [], 'found []. Expected an object. Remove this key, or write an object.'],
  ['a text', 'none', 'found "none". Expected an object.'],
  ['false', false, 'found false. Expected an object.'],
])('a second destination that is %s has one reason', (_, FirehoseConfiguration, reason) => {
  expect(issuesOf(list({ ...group, FirehoseConfiguration }))).toEqual([
    `LogConfigurations[0].FirehoseConfiguration: ${reason}`,
  ]);
});

test('a second destination without an ARN has one reason', () => {
  expect(issuesOf(list({ ...group, FirehoseConfiguration: {} }))).toEqual([
    expect.stringContaining('LogConfigurations[0].FirehoseConfiguration.StreamArn: missing.'),
  ]);
});

describe('$schema at the top level', () => {
  test('is accepted and ignored', () => {
    expect(parse({ $schema: './parameter.schema.json', ...list(group) })).toEqual(parse(list(group)));
  });

  test('must be a text', () => {
    expect(issuesOf({ $schema: 5, ...list(group) })).toEqual([
      '$schema: found 5. Expected the address of a JSON Schema as a string.',
    ]);
  });
});
