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

test('a function has its zip, its variables and its role, resolved; Lambda says how often it is tried again', () => {
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
      maximumRetryAttempts: 2,
      maximumEventAgeSeconds: 21_600,
    },
  ]);
});

test('an invoke configuration says how often a function is tried again', () => {
  const [called] = plan({
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
  expect(called).toMatchObject({ maximumRetryAttempts: 0, maximumEventAgeSeconds: 60 });
});

test('mappings and rules lead from queues to functions', () => {
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

test('what is switched off, or stands under a condition that does not hold, is not there', () => {
  expect(plan(withProperties('Rule', { State: 'DISABLED' })).rules).toEqual([]);
  expect(plan(withProperties('Mapping', { Enabled: false })).mappings).toEqual([]);
  const extra = { Type: 'AWS::SQS::Queue', Properties: {}, Condition: 'Never' };
  expect(plan({ Extra: extra }).queues).toHaveLength(1);
});

test.each<[string, Readonly<Record<string, Resource>>, string]>([
  [
    'a type',
    { X: { Type: 'AWS::SNS::Nothing', Properties: {} } },
    'X: resource type AWS::SNS::Nothing is not supported',
  ],
  [
    'a property',
    withProperties('Queue', { FifoQueue: true }),
    'Queue (AWS::SQS::Queue): : Unrecognized key: "FifoQueue"',
  ],
  [
    'a value',
    withProperties('Mapping', { BatchSize: 'many' }),
    'Mapping (AWS::Lambda::EventSourceMapping): BatchSize:',
  ],
  ['an operator', withProperties('Rule', { EventPattern: { source: [{ cidr: 'x' }] } }), 'operator cidr'],
  [
    'what a mapping names',
    withProperties('Mapping', { FunctionName: 'g' }),
    'Mapping: g is not a resource of this template',
  ],
  [
    'an inert resource that refers to nothing',
    { X: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'Gone' } } } },
    'unknown parameter or resource Gone',
  ],
])('%s that is not known stops the start by its name', (_, changes, message) => {
  expect(() => plan(changes)).toThrow(message);
});

describe('a rule must be let to its target', () => {
  const refusal = 'Rule: no policy allows the rule to send to';
  test.each<[string, Readonly<Record<string, Resource>>]>([
    ['no policy', { Policy: { Type: 'AWS::IAM::Policy', Properties: {} } }],
    [
      'the policy of another rule',
      { Other: { Type: 'AWS::Events::Rule', Properties: { Targets: [] } }, Policy: allows('Queue', 'Other') },
    ],
    [
      'a target that is not made here',
      withProperties('Rule', { Targets: [{ Id: 'x', Arn: 'arn:aws:sqs:eu-west-1:1:x' }] }),
    ],
    [
      'a function without permission',
      withProperties('Rule', { Targets: [{ Id: 'f', Arn: arn('Function') }] }),
    ],
    [
      'a dead-letter queue without policy',
      {
        Dead: { Type: 'AWS::SQS::Queue', Properties: {} },
        ...withProperties('Rule', {
          Targets: [{ Id: 'q', Arn: arn('Queue'), DeadLetterConfig: { Arn: arn('Dead') } }],
        }),
      },
    ],
  ])('%s', (_, changes) => {
    expect(() => plan(changes)).toThrow(refusal);
  });

  test('a function with its permission is reached', () => {
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
