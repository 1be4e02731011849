import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { POOL, parameter, settings, toLogGroup } from '../support/situation.ts';

const issuesOf = (value: unknown): readonly string[] => {
  const desired = parseParameter(parameter(value), POOL, settings);
  return desired.kind === 'Invalid' ? desired.issues.map(formatIssue) : [];
};
const entry = toLogGroup();
const value = { UserPoolId: POOL, LogConfigurations: [entry] };
const terraform = { user_pool_id: POOL, log_configurations: [{ log_level: 'ERROR' }] };
const resource = { Type: 'AWS::Cognito::LogDeliveryConfiguration', Properties: value };
const CLOUDFORMATION = 'found a CloudFormation resource. Keep only the content of';
const TERRAFORM = 'found a Terraform resource. Keep only the content of';
const empty = { CloudWatchLogsConfiguration: { LogGroupArn: '' }, FirehoseConfiguration: { StreamArn: '' } };

test.each<[string, unknown, string]>([
  [
    'the response of GetLogDeliveryConfiguration',
    { LogDeliveryConfiguration: value },
    'found the response of GetLogDeliveryConfiguration. Remove the outer "LogDeliveryConfiguration".',
  ],
  [
    'a response with metadata',
    { ResponseMetadata: {}, LogDeliveryConfiguration: value },
    'found the response of GetLogDeliveryConfiguration. Keep only the content of "LogDeliveryConfiguration".',
  ],
  [
    'an empty response',
    { LogDeliveryConfiguration: { LogConfigurations: [] } },
    'found the response of GetLogDeliveryConfiguration. Remove the outer "LogDeliveryConfiguration".',
  ],
  [
    'a response without entries, with the metadata of an SDK',
    { LogDeliveryConfiguration: { UserPoolId: POOL }, ResponseMetadata: {}, $metadata: {} },
    'found the response of GetLogDeliveryConfiguration without LogConfigurations. Write {"LogConfigurations": [...]}.',
  ],
  [
    'a response with the metadata of the SDK for JavaScript',
    { $metadata: {}, LogDeliveryConfiguration: value },
    'found the response of GetLogDeliveryConfiguration. Keep only the content of "LogDeliveryConfiguration".',
  ],
  ['an outer object of another name', { config: value }, 'found an outer object. Remove the outer "config".'],
  [
    'an outer object with an invisible character',
    { 'a\u200b': value },
    'found an outer object. Remove the outer "a\\u200b".',
  ],
  ['a CloudFormation resource', resource, `${CLOUDFORMATION} "Properties".`],
  [
    'a CloudFormation resource without entries',
    { ...resource, Properties: {} },
    `${CLOUDFORMATION} "Properties".`,
  ],
  ['a named CloudFormation resource', { PoolLogs: resource }, `${CLOUDFORMATION} "PoolLogs.Properties".`],
  [
    'a CloudFormation template',
    { AWSTemplateFormatVersion: 'x', Resources: { Logs: resource } },
    `${CLOUDFORMATION} "Resources.Logs.Properties".`,
  ],
  [
    'the properties of a CloudFormation resource',
    { Properties: value },
    'found a CloudFormation resource. Remove the outer "Properties".',
  ],
  [
    'a Terraform resource',
    { resource: { aws_cognito_log_delivery_configuration: { x: terraform } } },
    `${TERRAFORM} "resource.aws_cognito_log_delivery_configuration.x".`,
  ],
  [
    'a Terraform resource in lists',
    { resource: [{ aws_cognito_log_delivery_configuration: [{ x: [terraform] }] }] },
    `${TERRAFORM} "resource[0].aws_cognito_log_delivery_configuration[0].x[0]".`,
  ],
  [
    'a resource of a Terraform state',
    { type: 'aws_cognito_log_delivery_configuration', values: terraform },
    `${TERRAFORM} "values".`,
  ],
  [
    'JSON inside a JSON string',
    JSON.stringify(JSON.stringify(value)),
    'found JSON inside a string. Remove the outer quotes, and the backslashes before the inner quotes.',
  ],
  [
    'JSON inside two JSON strings',
    JSON.stringify(JSON.stringify(JSON.stringify(value))),
    'found JSON inside a string. Remove the outer quotes, and the backslashes before the inner quotes.',
  ],
  [
    'the response of GetParameter',
    { Parameter: { Name: 'x', Value: JSON.stringify(value) } },
    'found a parameter with its name and type. Keep only the content of "Parameter.Value".',
  ],
  [
    'the request of PutParameter',
    { Name: 'x', Value: JSON.stringify(value), Type: 'String' },
    'found a parameter with its name and type. Keep only the content of "Value".',
  ],
  [
    'a list of entries',
    [entry],
    'found a list of entries. Put it in an object: {"LogConfigurations": [...]}.',
  ],
  [
    'a list of entries in snake_case',
    [{ log_level: 'ERROR', event_source: 'x' }],
    'found a list of entries. Put it in an object: {"LogConfigurations": [...]}.',
  ],
  ['one entry', entry, 'found one entry. Put it in a list: {"LogConfigurations": [...]}.'],
  [
    'a list of parameters',
    [value],
    'found a list. Remove the outer list. Each parameter contains the configuration of one pool.',
  ],
  [
    'a list of responses',
    [{ LogDeliveryConfiguration: value }],
    'found the response of GetLogDeliveryConfiguration. Keep only the content of "[0].LogDeliveryConfiguration".',
  ],
  [
    'a plan of Terraform',
    {
      planned_values: {
        root_module: { resources: [{ type: 'aws_cognito_log_delivery_configuration', values: terraform }] },
      },
    },
    `${TERRAFORM} "planned_values.root_module.resources[0].values".`,
  ],
  [
    'the skeleton of the AWS CLI',
    {
      UserPoolId: '',
      LogConfigurations: [
        { EventSource: 'userNotification', LogLevel: 'ERROR', ...empty, S3Configuration: { BucketArn: '' } },
      ],
    },
    'found the skeleton of the AWS CLI. Keep one destination in each entry, write its ARN, and write or remove "UserPoolId".',
  ],
])('rejects %s with one reason that helps', (_, given, reason) => {
  expect(issuesOf(given)).toEqual([`Parameter value: ${reason}`]);
});

const QUOTES = 'Remove the outer quotes, and the backslashes before the inner quotes.';

test.each<[string, unknown, string]>([
  [
    'the list',
    { LogConfigurations: JSON.stringify([entry]) },
    `LogConfigurations: found JSON inside a string. Expected a list of 0 to 2 entries. ${QUOTES}`,
  ],
  [
    'an entry',
    { LogConfigurations: [JSON.stringify(entry)] },
    `LogConfigurations[0]: found JSON inside a string. Expected an object with EventSource, LogLevel and one destination. ${QUOTES}`,
  ],
  [
    'a destination',
    { LogConfigurations: [{ ...entry, CloudWatchLogsConfiguration: '{"LogGroupArn": "x"}' }] },
    `LogConfigurations[0].CloudWatchLogsConfiguration: found JSON inside a string. Expected an object. ${QUOTES}`,
  ],
])('rejects JSON inside a JSON string in %s with one reason that helps', (_, given, reason) => {
  expect(issuesOf(given)).toEqual([reason]);
});

test.each<[string, unknown, string]>([
  ['an empty list', [], 'found []. Expected an object with LogConfigurations'],
  ['a string that is not JSON', '"none"', 'found "none". Expected an object with LogConfigurations'],
  [
    'an entry with a filled and an empty destination',
    { LogConfigurations: [{ ...entry, S3Configuration: { BucketArn: '' } }] },
    'found "". Expected the ARN of an S3 bucket',
  ],
  [
    'LogConfigurations beside an outer object',
    { LogConfigurations: [], Properties: value },
    'Properties: unknown key. Known keys',
  ],
])('does not take %s for an outer object', (_, given, reason) => {
  expect(issuesOf(given).join('\n')).toContain(reason);
  expect(issuesOf(given).join('\n')).not.toMatch(/Remove the outer|Keep only/);
});
