import { planStack } from '../../../local/cloudformation/stack-plan.ts';
import type { Template } from '../../../local/cloudformation/template.ts';

type Resource = Template['Resources'][string];

const accountRegion = { account: '123456789012', region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' };
const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

const allows = (queue: string, rule: string): Resource => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arn(queue),
          Condition: { ArnEquals: { 'aws:SourceArn': arn(rule) } },
        },
      ],
    },
  },
});

const resources: Readonly<Record<string, Resource>> = {
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
  Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'f',
      Code: { S3Bucket: 'b', S3Key: 'serverless/x/f.zip' },
      Handler: 'functions/f.handler',
      Role: arn('Role'),
      Timeout: 30,
      MemorySize: 512,
      Environment: { Variables: { URL: { Ref: 'Queue' } } },
    },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arn('Queue'), FunctionName: arn('Function'), BatchSize: 7 },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: { Name: 'rule', EventPattern: { source: ['x'] }, Targets: [{ Id: 'q', Arn: arn('Queue') }] },
  },
  Policy: allows('Queue', 'Rule'),
};

const plan = (changes: Readonly<Record<string, Resource>> = {}) =>
  planStack(
    {
      Parameters: {},
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { ...resources, ...changes },
    },
    { accountRegion, stackName: 's' },
    '/packaged',
  );
const withProperties = (logicalId: string, properties: object): Readonly<Record<string, Resource>> => {
  const resource = resources[logicalId];
  if (resource === undefined) throw new Error(logicalId);
  return { [logicalId]: { ...resource, Properties: { ...resource.Properties, ...properties } } };
};

test('plans a function with its zip, environment and role, and with the default retries of Lambda', () => {
  expect(plan().functions).toEqual([
    {
      name: 'f',
      arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
      artifact: '/packaged/f.zip',
      handler: 'functions/f.handler',
      timeoutSeconds: 30,
      memoryMb: 512,
      environment: { URL: 'http://127.0.0.1:1/123456789012/q' },
      roleArn: 'arn:aws:iam::123456789012:role/r',
      recursiveLoop: 'Terminate',
      maximumRetryAttempts: 2,
      maximumEventAgeSeconds: 21_600,
    },
  ]);
});

test('gives a function the ARN of a role with a path and a permissions boundary', () => {
  const role = {
    RoleName: 'r',
    Path: '/teams/identity/',
    PermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
  };
  const [{ roleArn } = { roleArn: undefined }] = plan(withProperties('Role', role)).functions;
  expect(roleArn).toBe('arn:aws:iam::123456789012:role/teams/identity/r');
});

test('takes the retries of a function from its EventInvokeConfig', () => {
  const [configured] = plan({
    Config: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Function' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      },
    },
  }).functions;
  expect(configured).toMatchObject({ maximumRetryAttempts: 0, maximumEventAgeSeconds: 60 });
});

test('stops recursive loops of a function unless its property RecursiveLoop is Allow', () => {
  expect(plan().functions).toMatchObject([{ recursiveLoop: 'Terminate' }]);
  expect(plan(withProperties('Function', { RecursiveLoop: 'Allow' })).functions).toMatchObject([
    { recursiveLoop: 'Allow' },
  ]);
  expect(() => plan(withProperties('Function', { RecursiveLoop: 'Off' }))).toThrow(
    'Function (AWS::Lambda::Function): RecursiveLoop: Invalid option',
  );
});

test('plans event source mappings and rules with their queues and functions', () => {
  const { mappings, rules } = plan();
  expect(mappings).toEqual([
    {
      queueArn: 'arn:aws:sqs:eu-west-1:123456789012:q',
      queueUrl: 'http://127.0.0.1:1/123456789012/q',
      functionName: 'f',
      batchSize: 7,
      windowSeconds: 0,
      reportBatchItemFailures: false,
    },
  ]);
  expect(rules.map(({ name, targets }) => ({ name, targets }))).toEqual([
    { name: 'rule', targets: [{ queueUrl: 'http://127.0.0.1:1/123456789012/q' }] },
  ]);
});

test('leaves out disabled resources and resources with a false condition', () => {
  expect(plan(withProperties('Rule', { State: 'DISABLED' })).rules).toEqual([]);
  expect(plan(withProperties('Mapping', { Enabled: false })).mappings).toEqual([]);
  const extra = { Type: 'AWS::SQS::Queue', Properties: {}, Condition: 'Never' };
  expect(plan({ Extra: extra }).queues).toHaveLength(1);
});

test.each<[string, Readonly<Record<string, Resource>>, string]>([
  [
    'an unknown resource type',
    { X: { Type: 'AWS::SNS::Nothing', Properties: {} } },
    'X: resource type AWS::SNS::Nothing is not supported',
  ],
  [
    'an unknown property',
    withProperties('Queue', { FifoQueue: true }),
    'Queue (AWS::SQS::Queue): : Unrecognized key: "FifoQueue"',
  ],
  [
    'an invalid value',
    withProperties('Mapping', { BatchSize: 'many' }),
    'Mapping (AWS::Lambda::EventSourceMapping): BatchSize:',
  ],
  [
    'an unknown operator',
    withProperties('Rule', { EventPattern: { source: [{ cidr: 'x' }] } }),
    'operator cidr',
  ],
  [
    'a mapping to an unknown function',
    withProperties('Mapping', { FunctionName: 'g' }),
    'Mapping: g is not a resource of this template',
  ],
  [
    'an ignored resource with an unknown reference',
    { X: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'Missing' } } } },
    'unknown parameter or resource Missing',
  ],
])('rejects %s and names it in the error', (_, changes, message) => {
  expect(() => plan(changes)).toThrow(message);
});

describe('permissions of rules', () => {
  const expected = 'Rule: no policy allows the rule to send to';
  test.each<[string, Readonly<Record<string, Resource>>]>([
    ['without a queue policy', { Policy: { Type: 'AWS::IAM::Policy', Properties: {} } }],
    [
      'with the queue policy of another rule',
      { Other: { Type: 'AWS::Events::Rule', Properties: { Targets: [] } }, Policy: allows('Queue', 'Other') },
    ],
    [
      'with a target that is not in the template',
      withProperties('Rule', { Targets: [{ Id: 'x', Arn: 'arn:aws:sqs:eu-west-1:1:x' }] }),
    ],
    [
      'with a function that has no permission',
      withProperties('Rule', { Targets: [{ Id: 'f', Arn: arn('Function') }] }),
    ],
    [
      'with a dead-letter queue that has no policy',
      {
        Dead: { Type: 'AWS::SQS::Queue', Properties: {} },
        ...withProperties('Rule', {
          Targets: [{ Id: 'q', Arn: arn('Queue'), DeadLetterConfig: { Arn: arn('Dead') } }],
        }),
      },
    ],
  ])('rejects a rule %s', (_, changes) => {
    expect(() => plan(changes)).toThrow(expected);
  });

  test('accepts a rule with a function that has a permission', () => {
    const permission = {
      FunctionName: { Ref: 'Function' },
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: arn('Rule'),
    };
    const { rules } = plan({
      ...withProperties('Rule', { Targets: [{ Id: 'f', Arn: arn('Function') }] }),
      Permission: { Type: 'AWS::Lambda::Permission', Properties: permission },
    });
    expect(rules[0]?.targets).toEqual([{ functionName: 'f' }]);
  });
});
