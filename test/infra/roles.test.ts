import { createResolver } from '../../local/cloudformation/resolve.ts';
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

/** Lambda writes the function's log with the function's role. */
const ownLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
/** Lambda calls these with the function's role when the setting `tracing` is on. */
const tracing = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
/** SQS and DynamoDB call these on behalf of the role when the setting `kmsKey` is set. */
const encryption = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];
/** Event source mappings call these with the function's role (Lambda developer guide, SQS permissions). */
const mapping = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
/** Cognito calls these on behalf of the caller of SetLogDeliveryConfiguration (docs/aws-facts.md#log-delivery-permissions). */
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
/** Actions without a resource type in AWS's Service Authorization Reference. Only these may have `*`. */
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
  'tag:GetResources',
  'cloudwatch:ListMetrics',
  'cloudwatch:GetMetricData',
  ...tracing,
];

const functions = [
  {
    name: 'Reconcile',
    entry: 'functions/reconcile.ts',
    additional: [...ownLog, ...tracing, ...encryption, ...mapping, ...logDelivery],
  },
  { name: 'Sweep', entry: 'functions/sweep.ts', additional: [...ownLog, ...tracing, ...encryption] },
  { name: 'Policies', entry: 'functions/policies.ts', additional: [...ownLog, ...tracing, ...encryption] },
  { name: 'Arrival', entry: 'functions/arrival.ts', additional: [...ownLog, ...tracing, ...encryption] },
];

let service: PackagedService;
beforeAll(async () => {
  service = await packageService();
}, 180_000);
afterAll(() => service?.remove());

describe.each(functions)('the role of $name', ({ name, entry, additional }) => {
  const statements = () => statementsOfRole(service.template, `${name}Role`);

  test('is assigned to its function', () => {
    const { Role } = functionSchema.parse(propertiesOf(service.template, `${name}LambdaFunction`));
    expect(referred(Role)).toBe(`${name}Role`);
  });

  test('allows exactly the calls of the adapters and the calls that AWS makes on their behalf', async () => {
    const needed = [...new Set([...(await sdkActions(entry)), ...additional])].sort();
    const allowed = statements().flatMap(({ Action }) => Action);
    expect([...new Set(allowed)].sort()).toEqual(needed);
  });

  test('contains no Deny statement', () => {
    expect(statements().map(({ Effect }) => Effect)).not.toContain('Deny');
  });

  test('uses "*" only for actions without a resource type', () => {
    const everywhere = statements().filter(({ Resource }) => Resource.includes('*'));
    expect(withoutResource).toEqual(expect.arrayContaining(everywhere.flatMap(({ Action }) => Action)));
  });

  test('can write only to the log group of its function', () => {
    const own = statements().filter(({ Action }) => Action.includes('logs:PutLogEvents'));
    const logGroup = `/aws/lambda/cognito-log-reconciler-dev-${name.toLowerCase()}`;
    expect(own.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringContaining(`:log-group:${logGroup}:*`),
    ]);
  });
});

test('the template creates exactly four roles, one per function', () => {
  expect(ofType(service.template, 'AWS::IAM::Role')).toEqual([
    'ReconcileRole',
    'SweepRole',
    'PoliciesRole',
    'ArrivalRole',
  ]);
});

test('no role can write the parameter that freezes the service', () => {
  const statements = functions.flatMap(({ name }) => statementsOfRole(service.template, `${name}Role`));
  const freezing = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('/freeze'));
  expect(freezing.map(({ Action }) => Action)).toEqual([
    ['ssm:GetParameters'],
    ['ssm:GetParameters'],
    ['ssm:GetParameters'],
  ]);
});

test('everything that checks arrival exists only with the setting arrivalChecks', () => {
  const { Resources, Conditions } = service.template;
  const conditional = Object.entries(Resources).filter(([, { Condition }]) => Condition?.endsWith('Arrival'));
  expect(Object.fromEntries(conditional.map(([id, { Condition }]) => [id, Condition]))).toEqual({
    ArrivalLogGroup: 'ChecksArrival',
    ArrivalLambdaFunction: 'ChecksArrival',
    ArrivalLambdaEvConf: 'ChecksArrival',
    ArrivalRole: 'ChecksArrival',
    ArrivalTracingPolicy: 'TracesArrival',
    ArrivalEncryptionPolicy: 'EncryptsArrival',
    ArrivalRule: 'ChecksArrival',
    ArrivalRulePermission: 'ChecksArrival',
    LogsNotArrivingAlarm: 'ChecksArrival',
    ArrivalErrorsAlarm: 'ChecksArrival',
  });
  expect(Conditions.ChecksArrival).toEqual({ 'Fn::Equals': [{ Ref: 'ArrivalChecks' }, 'on'] });
  const others = Object.entries(Resources).filter(([id]) => !conditional.some(([one]) => one === id));
  const statements = JSON.stringify(others.filter(([, { Type }]) => Type.startsWith('AWS::IAM::')));
  for (const action of ['cloudwatch:', 'logs:FilterLogEvents']) expect(statements).not.toContain(action);
});

test('the arrival role can search the log groups of the allow-list, with the ARNs that IAM compares', () => {
  const [search] = statementsOfRole(service.template, 'ArrivalRole').filter(({ Action }) =>
    Action.includes('logs:FilterLogEvents'),
  );
  const accountRegion = { account: '123456789012', region: 'eu-west-1', endpoint: '' };
  const { resolve } = createResolver(
    { Parameters: {}, Conditions: {}, Resources: {} },
    { accountRegion, stackName: 's' },
  );
  expect(search?.Resource.map((resource) => resolve(resource, 'Resource'))).toEqual([
    ['arn:aws:logs:*:123456789012:log-group:*:*', 'arn:aws:firehose:*:123456789012:deliverystream/*:*'],
  ]);
});

test('the reconcile role may create only the service-linked role for log delivery', () => {
  const [statement] = statementsOfRole(service.template, 'ReconcileRole').filter(({ Action }) =>
    Action.includes('iam:CreateServiceLinkedRole'),
  );
  expect(statement?.Condition).toEqual({
    StringEquals: { 'iam:AWSServiceName': 'delivery.logs.amazonaws.com' },
  });
});

test('destinationChecks controls exactly the permissions that the destination checks need', () => {
  const policies = ofType(service.template, 'AWS::IAM::Policy').filter(
    (id) => service.template.Resources[id]?.Condition === 'ChecksDestinations',
  );
  const actions = policies.flatMap((id) =>
    policySchema
      .parse(propertiesOf(service.template, id))
      .PolicyDocument.Statement.flatMap(({ Action }) => Action),
  );
  expect(actions.sort()).toEqual([
    'firehose:DescribeDeliveryStream',
    'firehose:ListTagsForDeliveryStream',
    'logs:DescribeLogGroups',
    's3:ListBucket',
  ]);
  expect(service.template.Conditions.ChecksDestinations).toEqual({
    'Fn::Equals': [{ Ref: 'DestinationChecks' }, 'on'],
  });
});
