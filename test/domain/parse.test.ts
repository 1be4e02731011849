import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { ACCOUNT, POOL, parameter, settings, toLogGroup, toStream } from '../support/situation.ts';

const parse = (value: unknown, over: object = {}, stored: object = {}) =>
  parseParameter(parameter(value, stored), POOL, { ...settings, ...over });

/** Returns every issue as text. */
function issuesOf(value: unknown, over: object = {}, stored: object = {}): readonly string[] {
  const desired = parse(value, over, stored);
  return desired.kind === 'Invalid' ? desired.issues.map(formatIssue) : [];
}
const entries = (...LogConfigurations: unknown[]) => ({ LogConfigurations });
const logGroupArn = (name: string, account = ACCOUNT): string =>
  `arn:aws:logs:eu-west-1:${account}:log-group:${name}`;
const notification = (LogGroupArn: unknown) => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn },
});

describe('a valid parameter', () => {
  test('accepts the request body of SetLogDeliveryConfiguration with Mode and OnDelete', () => {
    expect(parse({ UserPoolId: POOL, ...entries(toStream(), toLogGroup()), OnDelete: 'Clear' })).toEqual({
      kind: 'Valid',
      state: { LogConfigurations: [toStream(), toLogGroup()], Mode: 'Enforce', OnDelete: 'Clear' },
      warnings: [],
    });
  });

  test('returns the same result for any order of the entries', () => {
    expect(parse(entries(toLogGroup(), toStream()))).toEqual(parse(entries(toStream(), toLogGroup())));
  });

  test('accepts an empty list of log configurations', () => {
    expect(parse(entries())).toMatchObject({
      kind: 'Valid',
      state: { LogConfigurations: [], OnDelete: 'Retain' },
    });
  });

  test('removes the :* at the end of a log group ARN', () => {
    expect(parse(entries(notification(`${logGroupArn('/a')}:*`)))).toEqual(
      parse(entries(notification(logGroupArn('/a')))),
    );
  });

  test('accepts userAuthEvents to a bucket on the allow-list', () => {
    const bucket = {
      EventSource: 'userAuthEvents',
      LogLevel: 'INFO',
      S3Configuration: { BucketArn: 'arn:aws:s3:::audit-logs' },
    };
    expect(parse(entries(bucket)).kind).toBe('Valid');
  });

  test('returns mode Observe if the deployment or the parameter is in mode Observe', () => {
    expect(parse({ ...entries(), Mode: 'Enforce' }, { mode: 'Observe' })).toMatchObject({
      state: { Mode: 'Observe' },
    });
    expect(parse({ ...entries(), Mode: 'Observe' })).toMatchObject({ state: { Mode: 'Observe' } });
  });

  test('returns Inherit only if it is true', () => {
    expect(parse({ ...entries(toLogGroup()), Inherit: true })).toEqual({
      kind: 'Valid',
      state: { LogConfigurations: [toLogGroup()], Mode: 'Enforce', OnDelete: 'Retain', Inherit: true },
      warnings: [],
    });
    for (const Inherit of [false, null])
      expect(parse({ ...entries(toLogGroup()), Inherit })).toEqual(parse(entries(toLogGroup())));
  });

  test('returns Absent if the parameter does not exist', () => {
    expect(parseParameter(undefined, POOL, settings)).toEqual({ kind: 'Absent' });
  });
});

describe('an invalid parameter', () => {
  const firehose = { StreamArn: `arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/one` };

  test.each<[string, unknown, readonly string[]]>([
    [
      'a list',
      [],
      [
        'Parameter value: found []. Expected an object with LogConfigurations, as in SetLogDeliveryConfiguration.',
      ],
    ],
    ['a missing list', {}, ['LogConfigurations: missing. Expected a list of 0 to 2 entries.']],
    [
      'a string instead of a list',
      { LogConfigurations: 'none' },
      ['LogConfigurations: found "none". Expected a list of 0 to 2 entries.'],
    ],
    [
      'an entry that is not an object',
      entries(5),
      ['LogConfigurations[0]: found 5. Expected an object with EventSource, LogLevel and one destination.'],
    ],
    [
      'an unknown key',
      { ...entries(), Tags: 1 },
      ['Tags: unknown key. Known keys: UserPoolId, LogConfigurations, Mode, OnDelete, Inherit.'],
    ],
    [
      'a text for Inherit',
      { ...entries(), Inherit: 'yes' },
      ['Inherit: found "yes". Expected true or false.'],
    ],
    [
      'Inherit in the wrong case',
      { ...entries(), inherit: true },
      ['inherit: unknown key. Did you mean "Inherit"?'],
    ],
    [
      'Inherit in an entry',
      entries({ ...toLogGroup(), Inherit: true }),
      ['LogConfigurations[0].Inherit: unknown key. "Inherit" belongs at the top level.'],
    ],
    [
      'a key in the wrong case',
      { ...entries(), mode: 'Observe' },
      ['mode: unknown key. Did you mean "Mode"?'],
    ],
    [
      'a key with control characters',
      { ...entries(), '\u001b[31mred\n\u009bclr: fine': '\u202ered' },
      [
        '"\\u001b[31mred\\n\\u009bclr: fine": unknown key. ' +
          'Known keys: UserPoolId, LogConfigurations, Mode, OnDelete, Inherit.',
      ],
    ],
    [
      'an unknown key of an entry',
      entries({ ...toLogGroup(), loglevel: 'x' }),
      ['LogConfigurations[0].loglevel: unknown key. Did you mean "LogLevel"?'],
    ],
    [
      'an unknown key of a destination',
      entries({ ...toStream(), FirehoseConfiguration: { ...firehose, Arn: 'x' } }),
      ['LogConfigurations[0].FirehoseConfiguration.Arn: unknown key. Known keys: StreamArn.'],
    ],
    [
      'unknown keys of the other destinations',
      entries(
        {
          ...toLogGroup(),
          CloudWatchLogsConfiguration: { ...toLogGroup().CloudWatchLogsConfiguration, Name: 'x' },
        },
        {
          EventSource: 'userAuthEvents',
          LogLevel: 'INFO',
          S3Configuration: { BucketArn: 'arn:aws:s3:::audit-logs', Key: 'x' },
        },
      ),
      [
        'LogConfigurations[0].CloudWatchLogsConfiguration.Name: unknown key. Known keys: LogGroupArn.',
        'LogConfigurations[1].S3Configuration.Key: unknown key. Known keys: BucketArn.',
      ],
    ],
    [
      'a value with control characters',
      { ...entries(), Mode: '\u202ered' },
      ['Mode: found "\\u202ered". Expected "Enforce" or "Observe".'],
    ],
    [
      'an unknown mode',
      { ...entries(), Mode: 'enforce' },
      ['Mode: found "enforce". Expected "Enforce" or "Observe".'],
    ],
    [
      'the ID of another pool',
      { UserPoolId: 'eu-west-1_other', ...entries() },
      [`UserPoolId: found "eu-west-1_other". Expected "${POOL}", the pool ID in the parameter name.`],
    ],
    [
      'an unknown log level',
      entries({ ...toLogGroup(), LogLevel: 'TRACE' }),
      ['LogConfigurations[0].LogLevel: found "TRACE". Expected "ERROR" or "INFO".'],
    ],
    [
      'the wrong log level for the event source',
      entries({ ...toLogGroup(), LogLevel: 'INFO' }),
      ['LogConfigurations[0].LogLevel: found "INFO". Expected "ERROR", the only level for userNotification.'],
    ],
    [
      'a repeated event source',
      entries(toLogGroup(), toLogGroup('two')),
      [
        'LogConfigurations[1].EventSource: found "userNotification". Expected each event source at most once.',
      ],
    ],
    [
      'no destination',
      entries({ EventSource: 'userAuthEvents', LogLevel: 'INFO' }),
      [
        'LogConfigurations[0]: found no destination. Expected exactly one of CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration.',
      ],
    ],
    [
      'two destinations',
      entries({ ...toStream(), ...{ CloudWatchLogsConfiguration: { LogGroupArn: logGroupArn('/a') } } }),
      [
        'LogConfigurations[0]: found CloudWatchLogsConfiguration and FirehoseConfiguration. Expected exactly one of CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration.',
      ],
    ],
    [
      'userNotification to a stream',
      entries({ EventSource: 'userNotification', LogLevel: 'ERROR', FirehoseConfiguration: firehose }),
      [
        `LogConfigurations[0].FirehoseConfiguration: found ${JSON.stringify(firehose)}. Expected CloudWatchLogsConfiguration for userNotification.`,
      ],
    ],
    [
      'a log group in another account',
      entries(notification(logGroupArn('/a', '999999999999'))),
      [
        `LogConfigurations[0].CloudWatchLogsConfiguration.LogGroupArn: found "${logGroupArn('/a', '999999999999')}". Expected a log group in the pool's account ${ACCOUNT}.`,
      ],
    ],
    [
      'a stream ARN instead of a log group ARN',
      entries(notification(firehose.StreamArn)),
      [expect.stringContaining('Expected the ARN of a log group')],
    ],
    [
      'a number instead of an ARN',
      entries(notification(7)),
      [expect.stringContaining('found 7. Expected the ARN of a log group')],
    ],
    [
      'a bucket that is not on the allow-list',
      entries({
        EventSource: 'userAuthEvents',
        LogLevel: 'INFO',
        S3Configuration: { BucketArn: 'arn:aws:s3:::mine' },
      }),
      [expect.stringContaining('Expected a destination that matches the setting allowedDestinations')],
    ],
  ])('rejects %s', (_, value, issues) => {
    expect(issuesOf(value)).toEqual(issues);
  });

  test('returns all issues of the schema and the rules together', () => {
    const value = {
      ...entries(
        { EventSource: 'userAuthEvents', LogLevel: 'ERROR', S3Configuration: { BucketArn: 'nonsense' } },
        notification(logGroupArn('/a', '999999999999')),
        toStream(),
      ),
      Mode: 'on',
      extra: true,
    };
    expect(issuesOf(value).map((issue) => issue.split(':')[0])).toEqual([
      'LogConfigurations[0].S3Configuration.BucketArn',
      'Mode',
      'extra',
      'LogConfigurations',
      'LogConfigurations[0].LogLevel',
      'LogConfigurations[1].CloudWatchLogsConfiguration.LogGroupArn',
      'LogConfigurations[2].EventSource',
    ]);
  });

  test('rejects a list of three entries', () => {
    const three = entries(toLogGroup(), toStream(), { ...toStream(), EventSource: 'userOther' });
    expect(issuesOf(three)).toContain(
      'LogConfigurations: found 3 entries. Expected a list of 0 to 2 entries.',
    );
  });

  test('rejects a value that is not JSON', () => {
    expect(issuesOf('{ "LogConfigurations": [ }')).toEqual([
      'Parameter value (line 1, column 26): found "}". Expected a value.',
    ]);
  });

  test('rejects SecureString and StringList without parsing the value', () => {
    for (const type of ['SecureString', 'StringList'])
      expect(issuesOf('cipher', {}, { type })).toEqual([
        `Type: found "${type}". Expected "String", the only supported type.`,
      ]);
  });

  test('accepts the parameter of a replica, whose pool ID has the prefix of another Region', () => {
    expect(parseParameter(parameter(entries()), 'us-east-1_aBcDeFgHi', settings).kind).toBe('Valid');
  });

  test('warns of a log group or stream in another Region, but not of a bucket', () => {
    const bucket = {
      EventSource: 'userAuthEvents',
      LogLevel: 'INFO',
      S3Configuration: { BucketArn: 'arn:aws:s3:::audit-logs' },
    };
    const parsed = parse(entries(toLogGroup(), bucket), { region: 'us-west-2' });
    expect(parsed.kind === 'Valid' && parsed.warnings.map(formatIssue)).toEqual([
      `LogConfigurations[0].CloudWatchLogsConfiguration.LogGroupArn: found "${logGroupArn('/aws/vendedlogs/one')}". Expected a destination in us-west-2.`,
    ]);
    const stream = parse(entries(toStream()), { region: 'us-west-2' });
    expect(stream.kind === 'Valid' && stream.warnings).toHaveLength(1);
    expect(parse(entries(toLogGroup(), bucket))).toMatchObject({ kind: 'Valid', warnings: [] });
  });

  test('shortens long values in the text of an issue', () => {
    expect(issuesOf({ ...entries(), Mode: 'x'.repeat(5000) })[0]?.length).toBeLessThan(220);
  });
});

test.each([
  ['at the top', 101, (nest: string) => nest],
  ['in Mode', 131, (nest: string) => `{"LogConfigurations":[],"Mode":${nest}}`],
  ['in a list element', 121, (nest: string) => `{"LogConfigurations":[${nest}]}`],
  ['in an unknown key', 131, (nest: string) => `{"LogConfigurations":[],"Note":${nest}}`],
])('rejects a value with thousands of nested brackets %s', (_, column, value) => {
  const nest = '['.repeat(50_000) + ']'.repeat(50_000);
  expect(issuesOf(value(nest))).toEqual([
    `Parameter value (line 1, column ${column}): found a value that is nested deeper than 100 levels. ` +
      'Expected an object with LogConfigurations, as in SetLogDeliveryConfiguration.',
  ]);
});

test('accepts a nesting of 100 levels as JSON, and shortens it in the reason', () => {
  const nest = '['.repeat(99) + ']'.repeat(99);
  expect(issuesOf(`{"LogConfigurations":${nest}}`)).toEqual([
    'LogConfigurations[0]: found [[[[[[[["…"]]]]]]]]. Expected an object with EventSource, LogLevel and one destination. Remove the inner brackets: an entry is an object, not a list.',
  ]);
});

test('accepts an undocumented log level with a warning if logLevelValidation is warn', () => {
  const desired = parse(entries({ ...toLogGroup(), LogLevel: 'INFO' }), { logLevelValidation: 'warn' });
  expect(desired).toMatchObject({ kind: 'Valid', warnings: [{ path: 'LogConfigurations[0].LogLevel' }] });
});
