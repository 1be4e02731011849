import fc from 'fast-check';

export const poolIds = ['us-east-1_a', 'us-east-1_b', 'us-east-1_c'];
const poolId = fc.constantFrom(...poolIds, 'us-east-1_none');
const replica = { UserPoolId: poolId, RegionName: fc.constantFrom('us-west-2', 'eu-west-1', 'us-east-1') };
const poolArn = poolId.map((id) => `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`);
const tagKey = fc.constantFrom('a', 'aws:a', '__proto__', 'toString', 'a#');
const parameterName = fc.constantFrom('/a', '/a/b', '/c', 'd', '/none');
const logGroupName = fc.constantFrom('/x', '/x/y', 'aws/x', 'x y');
const streamName = fc.constantFrom('s', 't', 's/t');
const arn = fc.constantFrom(
  'arn:aws:logs:us-east-1:000000000000:log-group:/x',
  'arn:aws:logs:us-east-1:000000000000:log-group:/x:*',
  'arn:aws:s3:::x',
);

const logConfiguration = fc.oneof(
  fc.constant({
    LogLevel: 'ERROR',
    EventSource: 'userNotification',
    CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/x' },
  }),
  fc.record(
    {
      LogLevel: fc.constantFrom('ERROR', 'INFO'),
      EventSource: fc.constantFrom('userNotification', 'userAuthEvents'),
      CloudWatchLogsConfiguration: fc.record({ LogGroupArn: arn }, { requiredKeys: [] }),
      S3Configuration: fc.record({ BucketArn: arn }),
    },
    { requiredKeys: ['LogLevel', 'EventSource'] },
  ),
);

export const cognito = 'AWSCognitoIdentityProviderService';
const named = fc.record({ Name: parameterName });
/** Requests of the right form. They use few pools and parameters, so that many of them change something. */
export const wellFormed: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
  [
    `${cognito}.CreateUserPool`,
    fc.record(
      {
        PoolName: fc.constantFrom('p', 'q'),
        UserPoolTier: fc.constantFrom('LITE', 'ESSENTIALS', 'PLUS'),
        UserPoolTags: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.string({ maxLength: 5 })),
        Policies: fc.record({
          PasswordPolicy: fc.record({ MinimumLength: fc.integer({ min: 5, max: 99 }) }),
        }),
      },
      { requiredKeys: ['PoolName'] },
    ),
  ],
  [
    `${cognito}.UpdateUserPool`,
    fc.record({
      UserPoolId: poolId,
      UserPoolTier: fc.constantFrom('LITE', 'PLUS'),
      PoolName: fc.constantFrom('p', 'r'),
    }),
  ],
  [`${cognito}.DescribeUserPool`, fc.record({ UserPoolId: poolId })],
  [`${cognito}.DeleteUserPool`, fc.record({ UserPoolId: fc.constantFrom('us-east-1_c', 'us-east-1_none') })],
  [
    `${cognito}.ListUserPools`,
    fc.record(
      { MaxResults: fc.integer({ min: -1, max: 70 }), NextToken: fc.string() },
      { requiredKeys: ['MaxResults'] },
    ),
  ],
  [
    `${cognito}.SetLogDeliveryConfiguration`,
    fc.record({
      UserPoolId: poolId,
      LogConfigurations: fc.oneof(fc.constant([]), fc.array(logConfiguration, { maxLength: 3 })),
    }),
  ],
  [`${cognito}.GetLogDeliveryConfiguration`, fc.record({ UserPoolId: poolId })],
  [`${cognito}.CreateUserPoolReplica`, fc.record(replica)],
  [`${cognito}.ListUserPoolReplicas`, fc.record({ UserPoolId: poolId })],
  [
    `${cognito}.UpdateUserPoolReplica`,
    fc.record({ ...replica, Status: fc.constantFrom('ACTIVE', 'INACTIVE') }),
  ],
  [`${cognito}.DeleteUserPoolReplica`, fc.record(replica)],
  [`${cognito}.TagResource`, fc.record({ ResourceArn: poolArn, Tags: fc.dictionary(tagKey, fc.string()) })],
  [`${cognito}.UntagResource`, fc.record({ ResourceArn: poolArn, TagKeys: fc.array(tagKey) })],
  [`${cognito}.ListTagsForResource`, fc.record({ ResourceArn: poolArn })],
  [
    'ResourceGroupsTaggingAPI_20170126.GetResources',
    fc.record(
      {
        PaginationToken: fc.oneof(fc.string(), fc.constant('1.x'), fc.base64String()),
        TagFilters: fc.array(fc.record({ Key: tagKey, Values: fc.array(fc.string()) }), { maxLength: 3 }),
        ResourcesPerPage: fc.integer({ min: 0, max: 101 }),
        ResourceTypeFilters: fc.array(fc.constantFrom('cognito-idp', 'cognito-idp:userpool', '', ':')),
        ResourceARNList: fc.array(poolArn),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'AmazonSSM.PutParameter',
    fc.record(
      {
        Name: parameterName,
        Value: fc.oneof(fc.string(), fc.json()),
        Type: fc.constantFrom('String', 'StringList', 'SecureString'),
        Overwrite: fc.boolean(),
        AllowedPattern: fc.constantFrom('', '.*', '.', '^(a+)+$', '('),
        Tier: fc.constantFrom('Standard', 'Advanced', 'Intelligent-Tiering'),
      },
      { requiredKeys: ['Name', 'Value', 'Type', 'Overwrite'] },
    ),
  ],
  ['AmazonSSM.GetParameter', named],
  ['AmazonSSM.GetParameterHistory', named],
  ['AmazonSSM.DeleteParameter', named],
  ['AmazonSSM.GetParameters', fc.record({ Names: fc.array(parameterName) })],
  ['AmazonSSM.DeleteParameters', fc.record({ Names: fc.array(parameterName) })],
  [
    'AmazonSSM.GetParametersByPath',
    fc.record(
      { Path: fc.constantFrom('/', '/a', 'x'), Recursive: fc.boolean(), NextToken: fc.base64String() },
      { requiredKeys: ['Path'] },
    ),
  ],
  [
    'AmazonSSM.DescribeParameters',
    fc.record({
      ParameterFilters: fc.array(
        fc.record({
          Key: fc.constantFrom('Name', 'Path', 'Type', 'tag:x', 'Label'),
          Option: fc.constantFrom('Equals', 'Recursive', 'Contains', 'x'),
          Values: fc.array(fc.constantFrom('/a', 'a', '/'), { minLength: 1 }),
        }),
        { maxLength: 2 },
      ),
    }),
  ],
  [
    'AWSEvents.PutEvents',
    fc.record({
      Entries: fc.array(fc.record({ Source: fc.string(), DetailType: fc.string(), Detail: fc.json() })),
    }),
  ],
  ['Logs_20140328.CreateLogGroup', fc.record({ logGroupName })],
  ['Logs_20140328.DeleteLogGroup', fc.record({ logGroupName })],
  [
    'Logs_20140328.DescribeLogGroups',
    fc.record(
      {
        logGroupNamePrefix: logGroupName,
        nextToken: fc.base64String(),
        limit: fc.integer({ min: 0, max: 51 }),
      },
      { requiredKeys: ['logGroupNamePrefix'] },
    ),
  ],
  [
    'Logs_20140328.FilterLogEvents',
    fc.record(
      {
        logGroupName,
        startTime: fc.constantFrom(0, Date.UTC(2024, 0, 1)),
        filterPattern: fc.oneof(
          fc.constantFrom('{ $.a = "x" }', '{ $.a[0] != 1 || ($.b = x* && $.c >= 2) }', 'ERROR', '{'),
          fc.string(),
        ),
        nextToken: fc.base64String({ minLength: 1 }),
        startFromHead: fc.boolean(),
      },
      { requiredKeys: ['logGroupName'] },
    ),
  ],
  [
    'GraniteServiceVersion20100801.GetMetricData',
    fc.record(
      {
        MetricDataQueries: fc.array(
          fc.record({
            Id: fc.constantFrom('a', 'b', 'A'),
            MetricStat: fc.record({
              Metric: fc.record({ Namespace: fc.constant('AWS/Logs'), MetricName: fc.string() }),
              Period: fc.constantFrom(1, 60, 61),
              Stat: fc.constantFrom('Sum', 'p99', 'x'),
            }),
          }),
          { maxLength: 3 },
        ),
        StartTime: fc.double(),
        EndTime: fc.double(),
        MaxDatapoints: fc.integer({ min: 0, max: 2 }),
        NextToken: fc.base64String(),
      },
      { requiredKeys: ['MetricDataQueries', 'StartTime', 'EndTime'] },
    ),
  ],
  [
    'GraniteServiceVersion20100801.ListMetrics',
    fc.record(
      {
        Namespace: fc.string(),
        Dimensions: fc.array(fc.record({ Name: fc.string(), Value: fc.string() }), { maxLength: 3 }),
        NextToken: fc.base64String(),
      },
      { requiredKeys: [] },
    ),
  ],
  ...['CreateDeliveryStream', 'TagDeliveryStream'].map(
    (operation) =>
      [
        `Firehose_20150804.${operation}`,
        fc.record({
          DeliveryStreamName: streamName,
          Tags: fc.array(fc.record({ Key: fc.string(), Value: fc.string() }), { minLength: 1 }),
        }),
      ] as const,
  ),
  ...['DeleteDeliveryStream', 'DescribeDeliveryStream', 'ListTagsForDeliveryStream'].map(
    (operation) => [`Firehose_20150804.${operation}`, fc.record({ DeliveryStreamName: streamName })] as const,
  ),
  ['AmazonSQS.CreateQueue', fc.record({ QueueName: fc.constantFrom('q', 'r', '') })],
  ['AmazonSQS.ListQueues', fc.constant({})],
  [
    'AmazonSQS.SendMessage',
    fc.record({ QueueUrl: fc.constantFrom('http://h/000000000000/q', 'q', ''), MessageBody: fc.string() }),
  ],
  ['DynamoDB_20120810.ListTables', fc.constant({})],
  ['DynamoDB_20120810.GetItem', fc.record({ TableName: fc.string(), Key: fc.object() })],
  ['DynamoDB_20120810.Scan', fc.record({ TableName: fc.string({ minLength: 3 }) })],
];
