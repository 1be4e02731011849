import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { POOL, parameter, settings, toLogGroup } from '../support/situation.ts';

const issuesOf = (value: unknown): readonly string[] => {
  const desired = parseParameter(parameter(value), POOL, settings);
  return desired.kind === 'Invalid' ? desired.issues.map(formatIssue) : [];
};
const entry = toLogGroup();
const { EventSource, LogLevel, CloudWatchLogsConfiguration: group } = entry;
const withDestination = (value: unknown) => ({
  LogConfigurations: [{ EventSource, LogLevel, CloudWatchLogsConfiguration: value }],
});
const ARN = 'LogConfigurations[0].CloudWatchLogsConfiguration.LogGroupArn: found ';
const DESTINATION = 'LogConfigurations[0].CloudWatchLogsConfiguration: found ';

test.each<[string, unknown]>([
  ['the CloudFormation function Fn::GetAtt', { 'Fn::GetAtt': ['Logs', 'Arn'] }],
  ['the CloudFormation function Ref', { Ref: 'Logs' }],
  ['the CloudFormation function Fn::Sub', { 'Fn::Sub': 'arn:aws:logs:x' }],
  ['the CloudFormation function Fn::Join', { 'Fn::Join': [':', ['arn', 'aws']] }],
  ['the CloudFormation function Fn::ImportValue', { 'Fn::ImportValue': 'x' }],
  ['a text with a reference of Terraform', '$' + '{aws_cloudwatch_log_group.x.arn}'],
  ['an address of Terraform', 'aws_cloudwatch_log_group.x.arn'],
  ['an address of a Terraform data source', 'data.aws_cloudwatch_log_group.x.arn'],
  ['an ARN with a reference', 'arn:aws:logs:$' + '{AWS::Region}:123456789012:log-group:x'],
  ['a reference of Serverless Framework', '$' + '{self:custom.x}'],
  ['a template of Terraform', '%{ if x }a%{ endif }'],
  ['a dynamic reference', '{{resolve:ssm:/a/b}}'],
])('rejects %s with the hint to write the ARN itself', (_, given) => {
  expect(issuesOf(withDestination({ LogGroupArn: given }))).toEqual([
    `${ARN}${JSON.stringify(given)}. Expected the ARN of a log group (example: arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/name). ` +
      'Write the ARN itself. The service does not resolve references.',
  ]);
});

test.each<[string, unknown, string]>([
  ['UserPoolId', { LogConfigurations: [], UserPoolId: { Ref: 'Pool' } }, 'Write the value itself.'],
  ['Mode', { LogConfigurations: [], Mode: '$' + '{var.mode}' }, 'Write the value itself.'],
  ['LogConfigurations', { LogConfigurations: { Ref: 'Logs' } }, 'Write the value itself.'],
  [
    'an entry',
    { LogConfigurations: [{ 'Fn::If': ['a', entry, entry] }] },
    '"Fn::If": unknown key. Write the',
  ],
  ['the whole value', { 'Fn::Transform': {} }, '"Fn::Transform": unknown key. Write the value itself.'],
])('rejects a reference as %s with the hint to write the value itself', (_, given, hint) => {
  expect(issuesOf(given).join('\n')).toContain(hint);
});

const OBJECT = 'Remove the brackets: CloudWatchLogsConfiguration is an object, not a list.';

test.each<[string, unknown, readonly string[]]>([
  [
    'a block of Terraform, a list of one object',
    withDestination([group]),
    [`${DESTINATION}${JSON.stringify([group])}. Expected an object. ${OBJECT}`],
  ],
  [
    'a block of Terraform in snake_case',
    {
      LogConfigurations: [
        {
          EventSource,
          LogLevel,
          cloud_watch_logs_configuration: [{ log_group_arn: group?.LogGroupArn }],
          s3_configuration: [],
        },
      ],
    },
    [
      `LogConfigurations[0].cloud_watch_logs_configuration: unknown key. Did you mean "CloudWatchLogsConfiguration"? ${OBJECT}`,
      'LogConfigurations[0].cloud_watch_logs_configuration[0].log_group_arn: unknown key. Did you mean "LogGroupArn"?',
      'LogConfigurations[0].s3_configuration: unknown key. Did you mean "S3Configuration"? Remove this key, or write an object.',
    ],
  ],
  [
    'a block of Terraform that is not set',
    { LogConfigurations: [{ ...entry, S3Configuration: [] }] },
    [
      'LogConfigurations[0].S3Configuration: found []. Expected an object. Remove this key, or write an object.',
    ],
  ],
  [
    'an ARN as a destination',
    withDestination('arn:aws:x'),
    [`${DESTINATION}"arn:aws:x". Expected an object. Put it in an object: {"LogGroupArn": "arn:..."}.`],
  ],
  [
    'a list as an ARN',
    withDestination({ LogGroupArn: ['x'] }),
    [expect.stringMatching(/Remove the brackets: LogGroupArn is a string, not a list\.$/)],
  ],
  [
    'a list as an entry',
    { LogConfigurations: [[entry]] },
    [expect.stringMatching(/Remove the inner brackets: an entry is an object, not a list\.$/)],
  ],
  [
    'an entry without brackets',
    { LogConfigurations: entry },
    [expect.stringMatching(/Put it in brackets: LogConfigurations is a list, not an object\.$/)],
  ],
  [
    'entries by their event source',
    { LogConfigurations: { userNotification: entry } },
    [expect.stringMatching(/Put it in brackets: LogConfigurations is a list, not an object\.$/)],
  ],
  [
    'an entry without brackets in snake_case',
    { log_configurations: { log_level: 'ERROR' } },
    [
      'log_configurations: unknown key. Did you mean "LogConfigurations"? Put it in brackets: LogConfigurations is a list, not an object.',
      'log_configurations.log_level: unknown key. Did you mean "LogLevel"?',
    ],
  ],
])('rejects %s with the step that changes the structure', (_, given, issues) => {
  expect(issuesOf(given)).toEqual(issues);
});

test.each([['x'], ['$LOG_GROUP'], ['/aws/vendedlogs/x'], ['database.x'], ['']])(
  'does not take %j for a reference',
  (given) => {
    expect(issuesOf(withDestination({ LogGroupArn: given })).join()).toMatch(/vendedlogs\/name\)\.$/);
  },
);
