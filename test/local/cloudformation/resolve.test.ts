import { createResolver } from '../../../local/cloudformation/resolve.ts';
import type { Template } from '../../../local/cloudformation/template.ts';

const template: Template = {
  Parameters: { Table: { Type: 'String', Default: '' }, Stage: { Type: 'String', Default: 'prod' } },
  Conditions: {
    MakesTable: { 'Fn::Equals': [{ Ref: 'Table' }, ''] },
    Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    Both: { 'Fn::And': [{ Condition: 'MakesTable' }, { Condition: 'Prod' }] },
    Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'MakesTable' }, { Condition: 'Prod' }] }] },
  },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': 'q-${Stage}' } } },
    Nameless: { Type: 'AWS::SQS::Queue', Properties: {} },
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } },
    Pathless: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'p', Path: { Ref: 'AWS::NoValue' } } },
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/g' } },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 't' } },
  },
};
const accountRegion = { account: '123456789012', region: 'cn-north-1', endpoint: 'http://127.0.0.1:1' };
const { resolve, holds } = createResolver(template, { accountRegion, stackName: 's' });

test.each([
  ['Ref of a parameter', { Ref: 'Stage' }, 'prod'],
  ['Ref of a queue', { Ref: 'Queue' }, 'http://127.0.0.1:1/123456789012/q-prod'],
  ['Ref of a role', { Ref: 'Role' }, 'r'],
  ['a generated name', { 'Fn::GetAtt': ['Nameless', 'QueueName'] }, 's-Nameless'],
  ['GetAtt with a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws-cn:sqs:cn-north-1:123456789012:q-prod'],
  [
    'GetAtt of a resource with a removed property',
    { 'Fn::GetAtt': 'Pathless.Arn' },
    'arn:aws-cn:iam::123456789012:role/p',
  ],
  ['GetAtt with a string', { 'Fn::GetAtt': 'Role.Arn' }, 'arn:aws-cn:iam::123456789012:role/r'],
  [
    'GetAtt of a log group ARN, which ends in :*',
    { 'Fn::GetAtt': ['Group', 'Arn'] },
    'arn:aws-cn:logs:cn-north-1:123456789012:log-group:/g:*',
  ],
  [
    'Sub',
    { 'Fn::Sub': '${AWS::Partition}/${Role.Arn}/${!Literal}' },
    'aws-cn/arn:aws-cn:iam::123456789012:role/r/${Literal}',
  ],
  ['Sub with values', { 'Fn::Sub': ['${a}-${Stage}', { a: { Ref: 'AWS::Region' } }] }, 'cn-north-1-prod'],
  ['Join', { 'Fn::Join': [':', ['a', { Ref: 'AWS::AccountId' }]] }, 'a:123456789012'],
  ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b'] }] }, 'b'],
  ['If', { 'Fn::If': ['Prod', 'yes', 'no'] }, 'yes'],
  [
    'NoValue, which removes its member or element',
    { a: { 'Fn::If': ['Prod', { Ref: 'AWS::NoValue' }, 1] }, b: [1, { Ref: 'AWS::NoValue' }] },
    { b: [1] },
  ],
  [
    'an object that is not an intrinsic, which is unchanged',
    { Condition: { Bool: true } },
    { Condition: { Bool: true } },
  ],
  ['URLSuffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com.cn'],
])('resolves %s', (_, value, resolved) => {
  expect(resolve(value, 'here')).toEqual(resolved);
});

test('evaluates conditions that use parameters and other conditions', () => {
  expect(['MakesTable', 'Prod', 'Both', 'Neither'].map(holds)).toEqual([true, true, true, false]);
  expect(() => holds('Missing')).toThrow('unknown condition Missing');
});

test.each([
  ['an unknown intrinsic', { 'Fn::Cidr': [] }, 'here.x: intrinsic function Fn::Cidr is not supported'],
  ['an unknown reference', { Ref: 'Missing' }, 'here.x: unknown parameter or resource Missing'],
  ['an unknown pseudo parameter', { Ref: 'AWS::NotificationARNs' }, 'AWS::NotificationARNs is not supported'],
  [
    'an unknown attribute',
    { 'Fn::GetAtt': ['Role', 'RoleId'] },
    'here.x: attribute RoleId of Role is not supported',
  ],
  ['a broken Join', { 'Fn::Join': ['a'] }, 'here.x: Fn::Join'],
])('rejects %s and names it in the error', (_, value, message) => {
  expect(() => resolve({ x: value }, 'here')).toThrow(message);
});
