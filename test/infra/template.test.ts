import { z } from 'zod';
import { type PackagedService, packageService } from '../support/packaged-service.ts';
import {
  functionSchema,
  getAtt,
  mappingSchema,
  ofType,
  policySchema,
  propertiesOf,
  queueSchema,
  referred,
  ruleSchema,
} from '../support/template.ts';

let service: PackagedService;
beforeAll(async () => {
  service = await packageService();
}, 180_000);
afterAll(() => service?.remove());

const properties = (logicalId: string) => propertiesOf(service.template, logicalId);
const rule = (logicalId: string) => ruleSchema.parse(properties(logicalId));

describe('queues', () => {
  const mappings = () =>
    ofType(service.template, 'AWS::Lambda::EventSourceMapping').map((id) =>
      mappingSchema.parse(properties(id)),
    );

  test('edits and upkeep both feed the reconcile function, which reports failures per message', () => {
    expect(mappings().map(({ EventSourceArn }) => referred(EventSourceArn))).toEqual([
      'EditsQueue',
      'UpkeepQueue',
    ]);
    for (const mapping of mappings()) {
      expect(referred(mapping.FunctionName)).toBe('ReconcileLambdaFunction');
      expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(mapping.BatchSize).toBe(10);
    }
  });

  test('the visibility timeout is at least six function timeouts plus the batching window', () => {
    for (const mapping of mappings()) {
      const { Timeout } = functionSchema.parse(properties(referred(mapping.FunctionName)));
      const queue = queueSchema.parse(properties(referred(mapping.EventSourceArn)));
      expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(
        6 * Timeout + mapping.MaximumBatchingWindowInSeconds,
      );
    }
  });

  test.each(['Edits', 'Upkeep'])('%s has its own dead-letter queue, which has an alarm', (name) => {
    const queue = queueSchema.parse(properties(`${name}Queue`));
    expect(queue.RedrivePolicy?.maxReceiveCount).toBe(1000);
    expect(queue.RedrivePolicy?.deadLetterTargetArn).toEqual(getAtt(`${name}DeadLetterQueue`));
    const deadLetters = queueSchema.parse(properties(`${name}DeadLetterQueue`));
    expect(deadLetters.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
    expect(properties(`${name}DeadLetterAlarm`)).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: getAtt(`${name}DeadLetterQueue`, 'QueueName') }],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
    });
  });

  test.each([
    ['EditsQueue', ['ParameterRule']],
    ['EditsDeadLetterQueue', ['ParameterRule']],
    ['UpkeepQueue', ['PoolRule', 'TagRule']],
    [
      'UpkeepDeadLetterQueue',
      ['PoolRule', 'TagRule', 'FreezeRule', 'PolicyRule', 'RolloutRule', 'SweepRule', 'ArrivalRule'],
    ],
  ])('%s accepts events only from %j, and only over TLS', (queue, rules) => {
    const document = z.object({ Queues: z.array(z.unknown()) });
    expect(document.parse(properties(`${queue}Policy`)).Queues).toEqual([{ Ref: queue }]);
    // The rule exists only with its setting.
    const sources = rules.map((name) =>
      name === 'ArrivalRule'
        ? { 'Fn::If': ['ChecksArrival', getAtt(name), { Ref: 'AWS::NoValue' }] }
        : getAtt(name),
    );
    expect(policySchema.parse(properties(`${queue}Policy`)).PolicyDocument.Statement).toEqual([
      {
        Sid: expect.any(String),
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['sqs:SendMessage'],
        Resource: [getAtt(queue)],
        Condition: { ArnEquals: { 'aws:SourceArn': sources.length === 1 ? sources[0] : sources } },
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: ['sqs:*'],
        Resource: [getAtt(queue)],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('the names of the queues contain the service and the stage', () => {
    const names = ofType(service.template, 'AWS::SQS::Queue').map(
      (id) => queueSchema.parse(properties(id)).QueueName,
    );
    expect(names).toEqual(
      ['edits', 'edits-dlq', 'upkeep', 'upkeep-dlq'].map((name) => `cognito-log-reconciler-dev-${name}`),
    );
  });
});

describe('rules', () => {
  test('each of the eight rules has a dead-letter queue for events that it cannot deliver', () => {
    const targets = ofType(service.template, 'AWS::Events::Rule').map((id) =>
      rule(id).Targets.map(({ Arn, DeadLetterConfig }) => [
        id,
        referred(Arn),
        referred(DeadLetterConfig.Arn),
      ]),
    );
    expect(targets.flat()).toEqual([
      ['ParameterRule', 'EditsQueue', 'EditsDeadLetterQueue'],
      ['PolicyRule', 'PoliciesLambdaFunction', 'UpkeepDeadLetterQueue'],
      ['FreezeRule', 'SweepLambdaFunction', 'UpkeepDeadLetterQueue'],
      ['RolloutRule', 'PoliciesLambdaFunction', 'UpkeepDeadLetterQueue'],
      ['TagRule', 'UpkeepQueue', 'UpkeepDeadLetterQueue'],
      ['PoolRule', 'UpkeepQueue', 'UpkeepDeadLetterQueue'],
      ['SweepRule', 'SweepLambdaFunction', 'UpkeepDeadLetterQueue'],
      ['ArrivalRule', 'ArrivalLambdaFunction', 'UpkeepDeadLetterQueue'],
    ]);
  });

  test.each([
    ['ParameterRule', 'pools'],
    ['PolicyRule', 'policies'],
  ])('the %s matches created, updated and deleted parameters below <prefix>/%s/', (name, folder) => {
    expect(rule(name).EventPattern).toEqual({
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      detail: {
        name: [{ prefix: `/cognito-log-delivery/${folder}/` }],
        operation: ['Create', 'Update', 'Delete'],
      },
    });
  });

  test('the freeze rule matches only the parameter that freezes the service', () => {
    expect(rule('FreezeRule').EventPattern).toEqual({
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      detail: { name: ['/cognito-log-delivery/freeze'], operation: ['Create', 'Update', 'Delete'] },
    });
  });

  test('the tag rule matches the ARNs of the user pools in the account and Region', () => {
    expect(rule('TagRule').EventPattern).toEqual({
      source: ['aws.tag'],
      'detail-type': ['Tag Change on Resource'],
      resources: [
        {
          prefix: {
            'Fn::Sub': 'arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/',
          },
        },
      ],
    });
  });

  test('the pool rule matches successful calls that the reconcile role did not make', () => {
    expect(rule('PoolRule').EventPattern).toEqual({
      source: ['aws.cognito-idp'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['cognito-idp.amazonaws.com'],
        eventName: [
          'SetLogDeliveryConfiguration',
          'UpdateUserPool',
          'DeleteUserPool',
          'CreateUserPoolReplica',
          'UpdateUserPoolReplica',
          'CreateUserPool',
          'TagResource',
          'UntagResource',
        ],
        errorCode: [{ exists: false }],
        $or: [
          issuer([{ 'anything-but': [getAtt('ReconcileRole')] }]),
          // IAM users and root have no sessionContext.
          issuer([{ exists: false }]),
        ],
      },
    });
  });

  const issuer = (arn: unknown) => ({ userIdentity: { sessionContext: { sessionIssuer: { arn } } } });

  test('the rollout rule runs each minute', () => {
    expect(properties('RolloutRule')).toMatchObject({ ScheduleExpression: 'rate(1 minute)' });
  });

  test('only schedules, edits of policies and a freeze may invoke the functions without a queue', () => {
    const functionOf = {
      Freeze: 'Sweep',
      Policy: 'Policies',
      Rollout: 'Policies',
      Sweep: 'Sweep',
      Arrival: 'Arrival',
    };
    const allowed = Object.entries(functionOf).map(([name, called]) => ({
      FunctionName: getAtt(`${called}LambdaFunction`),
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: getAtt(`${name}Rule`),
    }));
    expect(ofType(service.template, 'AWS::Lambda::Permission').map(properties)).toEqual(allowed);
  });
});

describe('functions', () => {
  test.each(['Reconcile', 'Sweep', 'Policies'])(
    '%s runs on arm64 by default and has a fixed name',
    (name) => {
      expect(functionSchema.parse(properties(`${name}LambdaFunction`))).toMatchObject({
        FunctionName: `cognito-log-reconciler-dev-${name.toLowerCase()}`,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: 512,
      });
    },
  );

  test('only one check of arrival runs at a time, in 256 MB, and a failed check is not retried', () => {
    const arrival = functionSchema.parse(properties('ArrivalLambdaFunction'));
    expect(arrival).toMatchObject({ ReservedConcurrentExecutions: 1, MemorySize: 256, Timeout: 300 });
    expect(properties('ArrivalLambdaEvConf')).toMatchObject({ MaximumRetryAttempts: 0 });
  });

  test('only one sweep runs at a time, and a failed sweep is not retried', () => {
    const sweep = functionSchema.parse(properties('SweepLambdaFunction'));
    expect(sweep.ReservedConcurrentExecutions).toBe(1);
    expect(properties('SweepLambdaEvConf')).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: sweep.Timeout,
    });
  });

  test('several edits of policies run at the same time, and a failed one is retried twice', () => {
    const policies = functionSchema.parse(properties('PoliciesLambdaFunction'));
    expect(policies.ReservedConcurrentExecutions).toBeUndefined();
    expect(properties('PoliciesLambdaEvConf')).toMatchObject({ MaximumRetryAttempts: 2 });
  });

  test('the environment of all functions contains the queues, account, partition and event bus', () => {
    const { Environment } = functionSchema.parse(properties('ReconcileLambdaFunction'));
    expect(Environment.Variables).toMatchObject({
      EDITS_QUEUE_URL: { Ref: 'EditsQueue' },
      UPKEEP_QUEUE_URL: { Ref: 'UpkeepQueue' },
      ACCOUNT_ID: { Ref: 'AWS::AccountId' },
      PARTITION: { Ref: 'AWS::Partition' },
      EVENT_BUS: 'default',
    });
    for (const name of ['Sweep', 'Policies'])
      expect(functionSchema.parse(properties(`${name}LambdaFunction`)).Environment).toEqual(Environment);
  });
});

test('the state table is on demand, encrypted, has point-in-time recovery, and is retained with a deleted stack but not with a failed creation', () => {
  expect(service.template.Resources.StateTable).toEqual({
    Type: 'AWS::DynamoDB::Table',
    Condition: 'CreatesStateTable',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: 'cognito-log-reconciler-dev-state',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: {
        'Fn::If': [
          'HasKey',
          { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { Ref: 'EncryptionKey' } },
          { SSEEnabled: true },
        ],
      },
    },
  });
});

describe('partitions', () => {
  test('no ARN in the template names a partition', () => {
    const text = JSON.stringify(service.template);
    expect(text).toContain('arn:${AWS::Partition}:');
    expect(text).not.toMatch(/arn:aws/);
  });

  test.each(['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f'])(
    'the alarm topic and the KMS key accept an ARN of the partition %s',
    (partition) => {
      const accepts = (parameter: string, arn: string) =>
        new RegExp(service.template.Parameters[parameter]?.AllowedPattern ?? '(?!)').test(arn);
      expect(accepts('ExistingAlarmTopic', `arn:${partition}:sns:r-1:123456789012:t`)).toBe(true);
      expect(accepts('EncryptionKey', `arn:${partition}:kms:r-1:123456789012:key/k`)).toBe(true);
      expect(accepts('EncryptionKey', `arn:${partition}:sns:r-1:123456789012:t`)).toBe(false);
    },
  );
});
