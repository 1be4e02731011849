import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type PackagedService, packageService, packageTemplate } from '../support/packaged-service.ts';
import {
  functionSchema,
  mappingSchema,
  ofType,
  propertiesOf,
  ruleSchema,
  statementsOfRole,
  type Template,
} from '../support/template.ts';

const rule = (template: Template, logicalId: string) => ruleSchema.parse(propertiesOf(template, logicalId));
const variable = (name: string) => (template: Template) =>
  functionSchema.parse(propertiesOf(template, 'ReconcileLambdaFunction')).Environment.Variables[name];
const concurrency = (queue: string) => (template: Template) =>
  mappingSchema.parse(propertiesOf(template, `ReconcileEventSourceMappingSQS${queue}`)).ScalingConfig
    .MaximumConcurrency;
const resources = (role: string, sid: string) => (template: Template) =>
  statementsOfRole(template, role).find(({ Sid }) => Sid === sid)?.Resource;
const retention = (logGroup: string) => (template: Template) =>
  propertiesOf(template, logGroup).RetentionInDays;
const tracingMode = (name: string) => (template: Template) =>
  functionSchema.parse(propertiesOf(template, name)).TracingConfig.Mode;
const architectures = (name: string) => (template: Template) =>
  functionSchema.parse(propertiesOf(template, name)).Architectures;
const codeBucket = (name: string) => (template: Template) =>
  z.object({ S3Bucket: z.unknown() }).parse(propertiesOf(template, name).Code).S3Bucket;
const parameter = (name: string) => (template: Template) => template.Parameters[name]?.Default;
const parameterArn = (path: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${path}`,
});

type Read = (template: Template, service: PackagedService) => unknown;

/** For each setting: a value other than the default, and the expected value at each place that uses it. */
const overrides: Record<string, { value: string; arrives: [Read, unknown][] }> = {
  prefix: {
    value: '/elsewhere',
    arrives: [
      [variable('PARAMETER_PREFIX'), '/elsewhere'],
      [
        (template) => rule(template, 'ParameterRule').EventPattern,
        expect.objectContaining({
          detail: expect.objectContaining({ name: [{ prefix: '/elsewhere/pools/' }] }),
        }),
      ],
      [
        (template) => rule(template, 'PolicyRule').EventPattern,
        expect.objectContaining({
          detail: expect.objectContaining({ name: [{ prefix: '/elsewhere/policies/' }] }),
        }),
      ],
      [
        (template) => rule(template, 'FreezeRule').EventPattern,
        expect.objectContaining({ detail: expect.objectContaining({ name: ['/elsewhere/freeze'] }) }),
      ],
      [
        resources('ReconcileRole', 'Desired'),
        [
          parameterArn('/elsewhere/pools/*'),
          parameterArn('/elsewhere/policies/*'),
          parameterArn('/elsewhere/freeze'),
        ],
      ],
      ...['SweepRole', 'PoliciesRole'].flatMap((role): [Read, unknown][] => [
        [resources(role, 'Desired'), [parameterArn('/elsewhere'), parameterArn('/elsewhere/*')]],
        [
          resources(role, 'Policies'),
          [parameterArn('/elsewhere/policies/*'), parameterArn('/elsewhere/freeze')],
        ],
      ]),
    ],
  },
  schedule: {
    value: 'rate(5 minutes)',
    arrives: [
      [(template) => rule(template, 'SweepRule').ScheduleExpression, 'rate(5 minutes)'],
      [(template) => propertiesOf(template, 'SweepMissingAlarm').Period, 300],
    ],
  },
  mode: { value: 'Observe', arrives: [[variable('MODE'), 'Observe']] },
  allowedDestinations: {
    value: 'arn:aws:s3:::logs-a,arn:aws:s3:::logs-b',
    arrives: [
      [variable('ALLOWED_DESTINATIONS'), { 'Fn::Sub': 'arn:aws:s3:::logs-a,arn:aws:s3:::logs-b' }],
      [
        resources('ReconcileRole', 'DeliveryToBucketsAndStreams'),
        [{ 'Fn::Split': [',', { 'Fn::Sub': 'arn:aws:s3:::logs-a,arn:aws:s3:::logs-b' }] }],
      ],
      [
        resources('SweepRole', 'BucketsAndStreams'),
        [{ 'Fn::Split': [',', { 'Fn::Sub': 'arn:aws:s3:::logs-a,arn:aws:s3:::logs-b' }] }],
      ],
      [
        (template) => JSON.stringify(resources('ArrivalRole', 'LogGroups')(template)),
        expect.stringContaining('"Fn::Sub":"arn:aws:s3:::logs-a,arn:aws:s3:::logs-b"'),
      ],
    ],
  },
  logLevelValidation: { value: 'warn', arrives: [[variable('LOG_LEVEL_VALIDATION'), 'warn']] },
  clearGrace: { value: '0', arrives: [[variable('CLEAR_GRACE_SECONDS'), '0']] },
  holdShare: { value: '31', arrives: [[variable('HOLD_SHARE_PERCENT'), '31']] },
  holdMinimum: { value: '32', arrives: [[variable('HOLD_MINIMUM'), '32']] },
  contestedRepairs: { value: '33', arrives: [[variable('CONTESTED_REPAIRS'), '33']] },
  contestedSweeps: { value: '34', arrives: [[variable('CONTESTED_SWEEPS'), '34']] },
  cognitoReadQuota: { value: '35', arrives: [[variable('COGNITO_READ_QUOTA'), '35']] },
  cognitoWriteQuota: { value: '36', arrives: [[variable('COGNITO_WRITE_QUOTA'), '36']] },
  poolReadQuota: { value: '37', arrives: [[variable('POOL_READ_QUOTA'), '37']] },
  parameterQuota: { value: '38', arrives: [[variable('PARAMETER_QUOTA'), '38']] },
  parameterShare: { value: '39', arrives: [[variable('PARAMETER_SHARE_PERCENT'), '39']] },
  tagQuota: { value: '40', arrives: [[variable('TAG_QUOTA'), '40']] },
  recheckDelay: { value: '41', arrives: [[variable('RECHECK_DELAY_SECONDS'), '41']] },
  sweepSkipBacklog: { value: '42', arrives: [[variable('SWEEP_SKIP_BACKLOG'), '42']] },
  destinationChecks: {
    value: 'off',
    arrives: [
      [variable('DESTINATION_CHECKS'), 'off'],
      [parameter('DestinationChecks'), 'off'],
    ],
  },
  arrivalChecks: {
    value: 'on',
    arrives: [
      [variable('ARRIVAL_CHECKS'), 'on'],
      [parameter('ArrivalChecks'), 'on'],
    ],
  },
  arrivalSchedule: {
    value: 'rate(12 hours)',
    arrives: [[(template) => rule(template, 'ArrivalRule').ScheduleExpression, 'rate(12 hours)']],
  },
  arrivalAllowance: {
    value: '90',
    arrives: [[variable('ARRIVAL_ALLOWANCE_MINUTES'), '90']],
  },
  editsConcurrency: {
    value: '43',
    arrives: [
      [concurrency('EditsQueue'), 43],
      [variable('EDITS_CONCURRENCY'), '43'],
    ],
  },
  upkeepConcurrency: {
    value: '44',
    arrives: [
      [concurrency('UpkeepQueue'), 44],
      [variable('UPKEEP_CONCURRENCY'), '44'],
    ],
  },
  cloudTrailRule: {
    value: 'off',
    arrives: [[(template) => rule(template, 'PoolRule').State, 'DISABLED']],
  },
  alarmTopic: {
    value: 'arn:aws:sns:eu-west-1:123456789012:pager',
    arrives: [[parameter('ExistingAlarmTopic'), 'arn:aws:sns:eu-west-1:123456789012:pager']],
  },
  alarmEmail: { value: 'ops@example.com', arrives: [[parameter('AlarmEmail'), 'ops@example.com']] },
  metrics: { value: 'all', arrives: [[variable('METRICS'), 'all']] },
  dashboard: { value: 'off', arrives: [[parameter('CreateDashboard'), 'off']] },
  logLevel: { value: 'DEBUG', arrives: [[variable('POWERTOOLS_LOG_LEVEL'), 'DEBUG']] },
  logRetention: {
    value: '90',
    arrives: [
      [retention('ReconcileLogGroup'), 90],
      [retention('SweepLogGroup'), 90],
      [retention('PoliciesLogGroup'), 90],
    ],
  },
  stateTable: { value: 'existing-records', arrives: [[parameter('ExistingStateTable'), 'existing-records']] },
  kmsKey: {
    value: 'arn:aws:kms:eu-west-1:123456789012:key/abc',
    arrives: [[parameter('EncryptionKey'), 'arn:aws:kms:eu-west-1:123456789012:key/abc']],
  },
  tracing: {
    value: 'on',
    arrives: [
      [tracingMode('ReconcileLambdaFunction'), 'Active'],
      [tracingMode('SweepLambdaFunction'), 'Active'],
      [tracingMode('PoliciesLambdaFunction'), 'Active'],
      [parameter('Tracing'), 'on'],
    ],
  },
  architecture: {
    value: 'x86_64',
    arrives: [
      [architectures('ReconcileLambdaFunction'), ['x86_64']],
      [architectures('SweepLambdaFunction'), ['x86_64']],
      [architectures('PoliciesLambdaFunction'), ['x86_64']],
    ],
  },
  permissionsBoundary: {
    value: 'arn:aws:iam::123456789012:policy/boundary',
    arrives: [[parameter('PermissionsBoundary'), 'arn:aws:iam::123456789012:policy/boundary']],
  },
  rolePath: { value: '/teams/identity/', arrives: [[parameter('RolePath'), '/teams/identity/']] },
  deploymentBucket: {
    value: 'acme-deployments',
    arrives: [
      [codeBucket('ReconcileLambdaFunction'), 'acme-deployments'],
      [codeBucket('SweepLambdaFunction'), 'acme-deployments'],
      [(template) => template.Outputs.ServerlessDeploymentBucketName?.Value, 'acme-deployments'],
      [(template) => ofType(template, 'AWS::S3::Bucket'), []],
      [(template) => ofType(template, 'AWS::S3::BucketPolicy'), []],
    ],
  },
  stackTags: {
    value: 'cost-center=42,owner=identity team',
    arrives: [[(_, { stackTags }) => stackTags, { 'cost-center': '42', owner: 'identity team' }]],
  },
};

let byDefault: PackagedService;
let overridden: PackagedService;
beforeAll(async () => {
  const params = Object.fromEntries(Object.entries(overrides).map(([name, { value }]) => [name, value]));
  [byDefault, overridden] = await Promise.all([packageService(), packageService(params)]);
}, 180_000);
afterAll(() => Promise.all([byDefault?.remove(), overridden?.remove()]));

test('this file overrides every setting of serverless.yml', () => {
  expect(Object.keys(overrides)).toEqual(Object.keys(byDefault.settings));
});

test.each(Object.keys(overrides))(
  '--param %s=… sets every place that uses the setting, and differs from the default',
  (name) => {
    for (const [read, expected] of overrides[name]?.arrives ?? []) {
      expect(read(overridden.template, overridden)).toEqual(expected);
      expect(read(byDefault.template, byDefault)).not.toEqual(expected);
    }
  },
);

test('the dashboard exists only with the setting dashboard', () => {
  expect(byDefault.template.Resources.Dashboard?.Condition).toBe('CreatesDashboard');
  expect(byDefault.template.Conditions.CreatesDashboard).toEqual({
    'Fn::Equals': [{ Ref: 'CreateDashboard' }, 'on'],
  });
});

test('packaging fails when cloudTrailRule is neither "on" nor "off"', async () => {
  await expect(packageTemplate({ cloudTrailRule: 'maybe' })).rejects.toThrow(/PoolRule/);
}, 180_000);

test('packaging fails when settings are passed by their names of version 0.1, and the error shows the new names', async () => {
  await expect(packageTemplate({ levelPairing: 'refuse', secondLook: '15' })).rejects.toThrow(
    'The setting "levelPairing" was renamed to "logLevelValidation". Its values are "error" (was "refuse") and ' +
      '"warn". The setting "secondLook" was renamed to "recheckDelay".',
  );
}, 180_000);

test.each(['levelPairing', 'secondLook'])(
  'packaging fails when only %s is passed',
  async (name) => {
    await expect(packageTemplate({ [name]: 'warn' })).rejects.toThrow(`The setting "${name}" was renamed`);
  },
  180_000,
);

describe('the state table', () => {
  const existing = { Ref: 'ExistingStateTable' };

  test('is created when the setting stateTable is empty', () => {
    expect(byDefault.template.Conditions.CreatesStateTable).toEqual({ 'Fn::Equals': [existing, ''] });
    expect(parameter('ExistingStateTable')(byDefault.template)).toBe('');
    expect(overridden.template.Resources.StateTable?.Condition).toBe('CreatesStateTable');
  });

  test('is the same in the environment of the functions, their roles and the outputs', () => {
    const arn = {
      'Fn::If': [
        'CreatesStateTable',
        { 'Fn::GetAtt': ['StateTable', 'Arn'] },
        {
          'Fn::Sub': `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/\${ExistingStateTable}`,
        },
      ],
    };
    const name = { 'Fn::If': ['CreatesStateTable', { Ref: 'StateTable' }, existing] };
    expect(resources('ReconcileRole', 'Records')(overridden.template)).toEqual([arn]);
    expect(resources('SweepRole', 'Records')(overridden.template)).toEqual([arn]);
    expect(resources('PoliciesRole', 'Records')(overridden.template)).toEqual([arn]);
    expect(variable('STATE_TABLE')(overridden.template)).toEqual(name);
    expect(overridden.template.Outputs.StateTableName?.Value).toEqual(name);
  });
});

test('all roles may write traces when tracing is on', () => {
  expect(byDefault.template.Conditions.Traces).toEqual({ 'Fn::Equals': [{ Ref: 'Tracing' }, 'on'] });
  expect(byDefault.template.Resources.TracingPolicy).toMatchObject({
    Condition: 'Traces',
    Properties: { Roles: [{ Ref: 'ReconcileRole' }, { Ref: 'SweepRole' }, { Ref: 'PoliciesRole' }] },
  });
});

describe('all roles', () => {
  test('have the permissions boundary of the setting, and none by default', () => {
    expect(parameter('PermissionsBoundary')(byDefault.template)).toBe('');
    expect(overridden.template.Conditions.HasPermissionsBoundary).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'PermissionsBoundary' }, ''] }],
    });
    for (const role of ofType(overridden.template, 'AWS::IAM::Role'))
      expect(propertiesOf(overridden.template, role).PermissionsBoundary).toEqual({
        'Fn::If': ['HasPermissionsBoundary', { Ref: 'PermissionsBoundary' }, { Ref: 'AWS::NoValue' }],
      });
  });

  test('have the path of the setting, which must start and end with a slash', () => {
    expect(parameter('RolePath')(byDefault.template)).toBe('/');
    for (const role of ofType(overridden.template, 'AWS::IAM::Role'))
      expect(propertiesOf(overridden.template, role).Path).toEqual({
        'Fn::If': ['HasRolePath', { Ref: 'RolePath' }, { Ref: 'AWS::NoValue' }],
      });
    const { AllowedPattern = '' } = overridden.template.Parameters.RolePath ?? {};
    const valid = ['/', '/teams/', '/teams/identity/', 'teams/', '/teams', ''];
    expect(valid.map((path) => new RegExp(AllowedPattern).test(path))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

test('the template creates the deployment bucket by default', () => {
  expect(ofType(byDefault.template, 'AWS::S3::Bucket')).toEqual(['ServerlessDeploymentBucket']);
  expect(codeBucket('SweepLambdaFunction')(byDefault.template)).toEqual({
    Ref: 'ServerlessDeploymentBucket',
  });
});

test('packaging fails when stackTags is malformed, and the error shows the pair', async () => {
  await expect(packageTemplate({ stackTags: 'owner=identity,team' })).rejects.toThrow(
    'Invalid setting stackTags: "team" has no "=". Expected key=value,key2=value2.',
  );
}, 180_000);

test('packaging fails when architecture is neither arm64 nor x86_64', async () => {
  await expect(packageTemplate({ architecture: 'arm' })).rejects.toThrow(/architecture/);
}, 180_000);

test('docs/settings.md lists every setting with its default, in the order of serverless.yml', async () => {
  const text = await readFile(resolve(import.meta.dirname, '../../docs/settings.md'), 'utf8');
  const entries = [...text.matchAll(/^- `(\w+)` \(default: (?:`([^`]*)`|empty)\):/gm)];
  const documented = entries.map(([, name, value = '']) => [name, value]);
  expect(documented).toEqual(
    Object.entries(byDefault.settings).map(([name, value]) => [name, String(value)]),
  );
});

test('docs/settings.md lists every environment variable that a setting sets', async () => {
  const text = await readFile(resolve(import.meta.dirname, '../../docs/settings.md'), 'utf8');
  const { Variables } = functionSchema.parse(
    propertiesOf(byDefault.template, 'ReconcileLambdaFunction'),
  ).Environment;
  const queues = [
    'EDITS_QUEUE_URL',
    'UPKEEP_QUEUE_URL',
    'EDITS_DEAD_LETTER_QUEUE_URL',
    'UPKEEP_DEAD_LETTER_QUEUE_URL',
  ];
  const fixed = [...queues, 'EVENT_BUS', 'ACCOUNT_ID', 'PARTITION', 'READS_FREEZE'];
  const powertools = ['POWERTOOLS_SERVICE_NAME'];
  const documented = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, name]) => name);
  const settings = z
    .array(z.string())
    .parse(documented)
    .filter((name) => name in Variables);
  expect([...settings, ...fixed, ...powertools].sort()).toEqual(Object.keys(Variables).sort());
});
