import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { ACCOUNT, POOL, parameter, settings, toLogGroup, toStream } from '../support/situation.ts';

const parse = (value: unknown, over: object = {}, stored: object = {}) =>
  parseParameter(parameter(value, stored), POOL, { ...settings, ...over });

/** Every fault as a person reads it. */
function faultsOf(value: unknown, over: object = {}, stored: object = {}): readonly string[] {
  const desired = parse(value, over, stored);
  return desired.kind === 'Invalid' ? desired.faults.map(formatIssue) : [];
}
const entries = (...LogConfigurations: unknown[]) => ({ LogConfigurations });
const logGroupArn = (name: string, account = ACCOUNT): string =>
  `arn:aws:logs:eu-west-1:${account}:log-group:${name}`;
const notification = (LogGroupArn: unknown) => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn },
});

describe('a parameter that is well', () => {
  test('is what SetLogDeliveryConfiguration takes, with our two settings beside it', () => {
    expect(parse({ UserPoolId: POOL, ...entries(toStream(), toLogGroup()), OnDelete: 'Clear' })).toEqual({
      kind: 'Valid',
      state: { LogConfigurations: [toStream(), toLogGroup()], Mode: 'Enforce', OnDelete: 'Clear' },
      warnings: [],
    });
  });

  test('means the same in whatever order its entries stand', () => {
    expect(parse(entries(toLogGroup(), toStream()))).toEqual(parse(entries(toStream(), toLogGroup())));
  });

  test('may want nothing at all', () => {
    expect(parse(entries())).toMatchObject({
      kind: 'Valid',
      state: { LogConfigurations: [], OnDelete: 'Retain' },
    });
  });

  test("has a log group's :* taken off, which CloudFormation hands out and Cognito refuses", () => {
    expect(parse(entries(notification(`${logGroupArn('/a')}:*`)))).toEqual(
      parse(entries(notification(logGroupArn('/a')))),
    );
  });

  test('may send sign-in activity to a bucket that is listed', () => {
    const bucket = {
      EventSource: 'userAuthEvents',
      LogLevel: 'INFO',
      S3Configuration: { BucketArn: 'arn:aws:s3:::audit-logs' },
    };
    expect(parse(entries(bucket)).kind).toBe('Valid');
  });

  test('is watched only, where the deployment observes', () => {
    expect(parse({ ...entries(), Mode: 'Enforce' }, { mode: 'Observe' })).toMatchObject({
      state: { Mode: 'Observe' },
    });
    expect(parse({ ...entries(), Mode: 'Observe' })).toMatchObject({ state: { Mode: 'Observe' } });
  });

  test('that is not there is absent', () => {
    expect(parseParameter(undefined, POOL, settings)).toEqual({ kind: 'Absent' });
  });
});

describe('what is refused', () => {
  const firehose = { StreamArn: `arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/one` };

  test.each<[string, unknown, readonly string[]]>([
    [
      'a list',
      [],
      [
        'the value: found []; expected an object with LogConfigurations, as SetLogDeliveryConfiguration takes it',
      ],
    ],
    ['no list', {}, ['LogConfigurations: found nothing; expected a list of 0 to 2 entries']],
    [
      'a string for the list',
      { LogConfigurations: 'none' },
      ['LogConfigurations: found "none"; expected a list of 0 to 2 entries'],
    ],
    [
      'an entry that is no object',
      entries(5),
      ['LogConfigurations[0]: found 5; expected an object with EventSource, LogLevel and one destination'],
    ],
    [
      'an unknown key',
      { ...entries(), Tags: 1 },
      ['Tags: found 1; expected no such key; known here: UserPoolId, LogConfigurations, Mode, OnDelete'],
    ],
    [
      'a key in the wrong case',
      { ...entries(), mode: 'Observe' },
      ['mode: found "Observe"; expected no such key; "Mode" was meant'],
    ],
    [
      'a key that would write on a terminal by itself',
      { ...entries(), '\u001b[31mred\n\u009bclr: fine': '\u202ered' },
      [
        '"\\u001b[31mred\\n\\u009bclr: fine": found "\\u202ered"; expected no such key; ' +
          'known here: UserPoolId, LogConfigurations, Mode, OnDelete',
      ],
    ],
    [
      'an unknown key of an entry',
      entries({ ...toLogGroup(), loglevel: 'x' }),
      ['LogConfigurations[0].loglevel: found "x"; expected no such key; "LogLevel" was meant'],
    ],
    [
      'an unknown key of a destination',
      entries({ ...toStream(), FirehoseConfiguration: { ...firehose, Arn: 'x' } }),
      [
        'LogConfigurations[0].FirehoseConfiguration.Arn: found "x"; expected no such key; known here: StreamArn',
      ],
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
        'LogConfigurations[0].CloudWatchLogsConfiguration.Name: found "x"; expected no such key; known here: LogGroupArn',
        'LogConfigurations[1].S3Configuration.Key: found "x"; expected no such key; known here: BucketArn',
      ],
    ],
    [
      'an unknown mode',
      { ...entries(), Mode: 'enforce' },
      ['Mode: found "enforce"; expected "Enforce" or "Observe"'],
    ],
    [
      'another pool',
      { UserPoolId: 'eu-west-1_other', ...entries() },
      [`UserPoolId: found "eu-west-1_other"; expected "${POOL}", as the name says`],
    ],
    [
      'a level of no source',
      entries({ ...toLogGroup(), LogLevel: 'TRACE' }),
      ['LogConfigurations[0].LogLevel: found "TRACE"; expected "ERROR" or "INFO"'],
    ],
    [
      'the wrong level',
      entries({ ...toLogGroup(), LogLevel: 'INFO' }),
      ['LogConfigurations[0].LogLevel: found "INFO"; expected "ERROR", the one level of userNotification'],
    ],
    [
      'a source twice',
      entries(toLogGroup(), toLogGroup('two')),
      [
        'LogConfigurations[1].EventSource: found "userNotification"; expected each event source no more than once',
      ],
    ],
    [
      'no destination',
      entries({ EventSource: 'userAuthEvents', LogLevel: 'INFO' }),
      [
        'LogConfigurations[0]: found no destination; expected exactly one of CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration',
      ],
    ],
    [
      'two destinations',
      entries({ ...toStream(), ...{ CloudWatchLogsConfiguration: { LogGroupArn: logGroupArn('/a') } } }),
      [
        'LogConfigurations[0]: found CloudWatchLogsConfiguration and FirehoseConfiguration; expected exactly one of CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration',
      ],
    ],
    [
      'notifications to a stream',
      entries({ EventSource: 'userNotification', LogLevel: 'ERROR', FirehoseConfiguration: firehose }),
      [
        `LogConfigurations[0].FirehoseConfiguration: found ${JSON.stringify(firehose)}; expected CloudWatchLogsConfiguration, where userNotification can go`,
      ],
    ],
    [
      'a log group elsewhere',
      entries(notification(logGroupArn('/a', '999999999999'))),
      [
        `LogConfigurations[0].CloudWatchLogsConfiguration.LogGroupArn: found "${logGroupArn('/a', '999999999999')}"; expected a log group in the pool's account ${ACCOUNT}`,
      ],
    ],
    [
      'a stream for a log group',
      entries(notification(firehose.StreamArn)),
      [expect.stringContaining('expected the ARN of a log group')],
    ],
    [
      'an ARN that is none',
      entries(notification(7)),
      [expect.stringContaining('found 7; expected the ARN of a log group')],
    ],
    [
      'a bucket nobody listed',
      entries({
        EventSource: 'userAuthEvents',
        LogLevel: 'INFO',
        S3Configuration: { BucketArn: 'arn:aws:s3:::mine' },
      }),
      [expect.stringContaining('expected a destination that the setting allowedDestinations takes')],
    ],
  ])('%s', (_, value, faults) => {
    expect(faultsOf(value)).toEqual(faults);
  });

  test('every fault is told at once, from the shape and from the rules', () => {
    const value = {
      ...entries(
        { EventSource: 'userAuthEvents', LogLevel: 'ERROR', S3Configuration: { BucketArn: 'nonsense' } },
        notification(logGroupArn('/a', '999999999999')),
        toStream(),
      ),
      Mode: 'on',
      extra: true,
    };
    expect(faultsOf(value).map((fault) => fault.split(':')[0])).toEqual([
      'LogConfigurations[0].S3Configuration.BucketArn',
      'Mode',
      'extra',
      'LogConfigurations',
      'LogConfigurations[0].LogLevel',
      'LogConfigurations[1].CloudWatchLogsConfiguration.LogGroupArn',
      'LogConfigurations[2].EventSource',
    ]);
  });

  test('three entries', () => {
    const three = entries(toLogGroup(), toStream(), { ...toStream(), EventSource: 'userOther' });
    expect(faultsOf(three)).toContain(
      'LogConfigurations: found 3 entries; expected a list of 0 to 2 entries',
    );
  });

  test('what is not JSON', () => {
    expect(faultsOf('{ "LogConfigurations": [ }')).toEqual([
      expect.stringMatching(/^the value: found ".*\(Unexpected token.*; expected JSON$/),
    ]);
  });

  test('a parameter of another type, whose value is not looked at', () => {
    for (const type of ['SecureString', 'StringList'])
      expect(faultsOf('cipher', {}, { type })).toEqual([
        `Type: found "${type}"; expected "String", the only type that can hold JSON`,
      ]);
  });

  test('a pool of another Region', () => {
    expect(faultsOf(entries(), { region: 'us-east-1' })).toEqual([
      `Name: found "${POOL}"; expected a user pool of the Region us-east-1`,
    ]);
  });

  test('long values are cut short', () => {
    expect(faultsOf({ ...entries(), Mode: 'x'.repeat(5000) })[0]?.length).toBeLessThan(220);
  });
});

test.each([
  ['', (nest: string) => nest],
  ['Mode', (nest: string) => `{"LogConfigurations":[],"Mode":${nest}}`],
  ['LogConfigurations[0]', (nest: string) => `{"LogConfigurations":[${nest}]}`],
  ['Note', (nest: string) => `{"LogConfigurations":[],"Note":${nest}}`],
])('brackets by the thousand at "%s" are refused like any other value', (path, value) => {
  const nest = '['.repeat(50_000) + ']'.repeat(50_000);
  const desired = parseParameter(parameter(value(nest)), POOL, settings);
  expect(desired).toMatchObject({ kind: 'Invalid', faults: [{ path, found: expect.stringMatching(/"…"/) }] });
});

test('with logLevelValidation warn an undocumented level passes, and is told', () => {
  const desired = parse(entries({ ...toLogGroup(), LogLevel: 'INFO' }), { logLevelValidation: 'warn' });
  expect(desired).toMatchObject({ kind: 'Valid', warnings: [{ path: 'LogConfigurations[0].LogLevel' }] });
});
