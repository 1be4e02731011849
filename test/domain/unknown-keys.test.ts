import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { POOL, parameter, settings, toLogGroup } from '../support/situation.ts';

const issuesOf = (value: unknown): readonly string[] => {
  const desired = parseParameter(parameter(value), POOL, settings);
  return desired.kind === 'Invalid' ? desired.issues.map(formatIssue) : [];
};
const { EventSource, LogLevel, CloudWatchLogsConfiguration } = toLogGroup();
const arn = CloudWatchLogsConfiguration?.LogGroupArn;

test.each([
  [
    'snake_case',
    'log_configurations',
    'event_source',
    'log_level',
    'cloud_watch_logs_configuration',
    'log_group_arn',
  ],
  ['camelCase', 'logConfigurations', 'eventSource', 'logLevel', 'cloudWatchLogsConfiguration', 'logGroupArn'],
  [
    'kebab-case',
    'log-configurations',
    'event-source',
    'log-level',
    'cloud-watch-logs-configuration',
    'log-group-arn',
  ],
  [
    'upper case',
    'LOGCONFIGURATIONS',
    'EVENTSOURCE',
    'LOGLEVEL',
    'CLOUDWATCHLOGSCONFIGURATION',
    'LOGGROUPARN',
  ],
  [
    'with spaces',
    'Log Configurations',
    'Event Source',
    'Log Level',
    'CloudWatch Logs Configuration',
    'Log Group Arn',
  ],
  [
    'with typing errors',
    'LogConfiguration',
    'EventSources',
    'LogLevle',
    'CloudwatchLogConfiguration',
    'LogGroupAm',
  ],
  [
    'with invisible characters',
    'Log\u00adConfigurations',
    'EventSource\u200b',
    '\ufeffLogLevel',
    'CloudWatch\u2060LogsConfiguration',
    'LogGroup\u00a0Arn',
  ],
])('has one reason with a suggestion for each key in %s', (_, list, source, level, logs, group) => {
  const value = { [list]: [{ [source]: EventSource, [level]: LogLevel, [logs]: { [group]: arn } }] };
  const reasons = issuesOf(value);
  expect(reasons.map((reason) => reason.replace(/^.*: unknown key\. /, ''))).toEqual([
    'Did you mean "LogConfigurations"?',
    'Did you mean "EventSource"?',
    'Did you mean "LogLevel"?',
    'Did you mean "CloudWatchLogsConfiguration"?',
    'Did you mean "LogGroupArn"?',
  ]);
});

test.each([
  [{ user_pool_id: POOL, LogConfigurations: [] }, ['user_pool_id: unknown key. Did you mean "UserPoolId"?']],
  [{ on_delete: 'Clear', LogConfigurations: [] }, ['on_delete: unknown key. Did you mean "OnDelete"?']],
  [{ Mod: 'Enforce', LogConfigurations: [] }, ['Mod: unknown key. Did you mean "Mode"?']],
  [{ M\u043ede: 'Enforce', LogConfigurations: [] }, ['"M\u043ede": unknown key. Did you mean "Mode"?']],
  [{ Schema: 'x', LogConfigurations: [] }, ['Schema: unknown key. Did you mean "$schema"?']],
  [
    { $id: 'x', LogConfigurations: [] },
    ['$id: unknown key. Known keys: UserPoolId, LogConfigurations, Mode, OnDelete, Inherit.'],
  ],
  [
    { Region: 'x', LogConfigurations: [] },
    ['Region: unknown key. Known keys: UserPoolId, LogConfigurations, Mode, OnDelete, Inherit.'],
  ],
  [
    { LogConfigurations: [{ EventSource, LogLevel, LogGroupArn: arn }] },
    ['LogConfigurations[0].LogGroupArn: unknown key. "LogGroupArn" belongs in CloudWatchLogsConfiguration.'],
  ],
  [
    { LogConfigurations: [], event_source: EventSource },
    ['event_source: unknown key. "EventSource" belongs in an entry of LogConfigurations.'],
  ],
  [
    { LogConfigurations: [], Select: {}, priority: 1, Description: 'x' },
    [
      'Select: unknown key. "Select" belongs in a policy, the parameter <prefix>/policies/<name>.',
      'priority: unknown key. "Priority" belongs in a policy, the parameter <prefix>/policies/<name>.',
      'Description: unknown key. "Description" belongs in a policy, the parameter <prefix>/policies/<name>.',
    ],
  ],
  [
    { LogConfigurations: [{ ...toLogGroup(), Mode: 'Observe', $schema: 'x' }] },
    [
      'LogConfigurations[0].Mode: unknown key. "Mode" belongs at the top level.',
      'LogConfigurations[0].$schema: unknown key. "$schema" belongs at the top level.',
    ],
  ],
  [
    { LogConfigurations: [{ EventSource, LogLevel, s3_configuration: { bucket_arn: 'x', prefix: 'y' } }] },
    [
      'LogConfigurations[0].s3_configuration: unknown key. Did you mean "S3Configuration"?',
      'LogConfigurations[0].s3_configuration.bucket_arn: unknown key. Did you mean "BucketArn"?',
      'LogConfigurations[0].s3_configuration.prefix: unknown key. Known keys: BucketArn.',
    ],
  ],
])('the reasons of %j help to fix the key', (value, reasons) => {
  expect(issuesOf(value)).toEqual(reasons);
});

test('a key that resembles no known key has no suggestion', () => {
  for (const key of ['x', '\u200b', '___', 'a'.repeat(5000), '\u65e5\u672c'])
    expect(issuesOf({ LogConfigurations: [], [key]: 1 }).join()).not.toContain('Did you mean');
});

test.each([['__proto__'], ['constructor'], ['toString']])('the key %s is an unknown key', (key) => {
  expect(issuesOf(`{"LogConfigurations":[],"${key}":{"Mode":1}}`)).toEqual([
    `${key}: unknown key. Known keys: UserPoolId, LogConfigurations, Mode, OnDelete, Inherit.`,
  ]);
});
