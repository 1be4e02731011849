import { type PackagedService, packageService } from '../support/packaged-service.ts';
import {
  functionSchema,
  ofType,
  policySchema,
  propertiesOf,
  referred,
  statementsOfRole,
} from '../support/template.ts';
import { sdkActions } from './sdk-calls.ts';

/** Written with the function's role by Lambda itself. */
const ownLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
/** Done by Lambda with the function's role, where the setting `tracing` is on. */
const tracing = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
/** Done by SQS and DynamoDB in the role's name, where the setting `kmsKey` names a key. */
const encryption = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];
/** Done by the event source mappings with the function's role (Lambda developer guide, SQS permissions). */
const mapping = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
/** Done by Cognito in the caller's name on SetLogDeliveryConfiguration (docs/aws-facts.md#log-delivery-permissions). */
const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
  's3:PutBucketPolicy',
  's3:GetBucketPolicy',
  'iam:CreateServiceLinkedRole',
  'firehose:TagDeliveryStream',
];
/** Actions without a resource type in AWS's Service Authorization Reference: these alone may have `*`. */
const withoutResource = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
  'cognito-idp:ListUserPools',
  ...tracing,
];

const functions = [
  {
    name: 'Reconcile',
    entry: 'functions/reconcile.ts',
    besides: [...ownLog, ...tracing, ...encryption, ...mapping, ...logDelivery],
  },
  { name: 'Sweep', entry: 'functions/sweep.ts', besides: [...ownLog, ...tracing, ...encryption] },
];

let service: PackagedService;
beforeAll(async () => {
  service = await packageService();
}, 60_000);
afterAll(() => service?.remove());

describe.each(functions)('the role of $name', ({ name, entry, besides }) => {
  const statements = () => statementsOfRole(service.template, `${name}Role`);

  test('is the function’s own', () => {
    const { Role } = functionSchema.parse(propertiesOf(service.template, `${name}LambdaFunction`));
    expect(referred(Role)).toBe(`${name}Role`);
  });

  test('allows what the adapters call and AWS does in their name, nothing missing and nothing besides', async () => {
    const needed = [...new Set([...(await sdkActions(entry)), ...besides])].sort();
    const allowed = statements().flatMap(({ Action }) => Action);
    expect([...new Set(allowed)].sort()).toEqual(needed);
  });

  test('allows and never denies', () => {
    expect(statements().map(({ Effect }) => Effect)).not.toContain('Deny');
  });

  test('names its resources wherever the service takes a resource', () => {
    const everywhere = statements().filter(({ Resource }) => Resource.includes('*'));
    expect(withoutResource).toEqual(expect.arrayContaining(everywhere.flatMap(({ Action }) => Action)));
  });

  test('writes no log but its own', () => {
    const own = statements().filter(({ Action }) => Action.includes('logs:PutLogEvents'));
    const logGroup = `/aws/lambda/cognito-log-reconciler-dev-${name.toLowerCase()}`;
    expect(own.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringContaining(`:log-group:${logGroup}:*`),
    ]);
  });
});

test('no other role is made, and no function has a second one', () => {
  expect(ofType(service.template, 'AWS::IAM::Role')).toEqual(['ReconcileRole', 'SweepRole']);
});

test('the service-linked role that may be made is the one of log delivery', () => {
  const [statement] = statementsOfRole(service.template, 'ReconcileRole').filter(({ Action }) =>
    Action.includes('iam:CreateServiceLinkedRole'),
  );
  expect(statement?.Condition).toEqual({
    StringEquals: { 'iam:AWSServiceName': 'delivery.logs.amazonaws.com' },
  });
});

test('what the looks at destinations take, and nothing else, falls away with their setting', () => {
  const policies = ofType(service.template, 'AWS::IAM::Policy').filter(
    (id) => service.template.Resources[id]?.Condition === 'ChecksDestinations',
  );
  const actions = policies.flatMap((id) =>
    policySchema
      .parse(propertiesOf(service.template, id))
      .PolicyDocument.Statement.flatMap(({ Action }) => Action),
  );
  expect(actions.sort()).toEqual([
    'cognito-idp:DescribeUserPool',
    'firehose:DescribeDeliveryStream',
    'firehose:ListTagsForDeliveryStream',
    'logs:DescribeLogGroups',
    's3:ListBucket',
  ]);
  expect(service.template.Conditions.ChecksDestinations).toEqual({
    'Fn::Equals': [{ Ref: 'DestinationChecks' }, 'on'],
  });
});
