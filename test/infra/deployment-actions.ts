const actions = (service: string, names: string) =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `${service}:${name}`);

/**
 * The IAM actions that CloudFormation needs to create, update, read and delete a resource of each type, its tags
 * included.
 *
 * Source: `handlers.*.permissions` of the CloudFormation resource schemas (for example in the repository
 * pulumi/pulumi-aws-native, folder aws-cloudformation-schema), without the actions for properties that the template
 * never sets. The schema of AWS::Events::Rule and of AWS::SNS::Subscription lists no permissions there; their actions
 * are the calls of the API. It is unverified that AWS needs no other action.
 */
export const ACTIONS_BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::Bucket': actions(
    's3',
    `CreateBucket DeleteBucket ListBucket GetEncryptionConfiguration PutEncryptionConfiguration GetBucketTagging
     PutBucketTagging`,
  ),
  'AWS::S3::BucketPolicy': actions('s3', 'GetBucketPolicy PutBucketPolicy DeleteBucketPolicy'),
  'AWS::IAM::Role': actions(
    'iam',
    `CreateRole GetRole UpdateRole UpdateAssumeRolePolicy DeleteRole TagRole UntagRole PutRolePolicy GetRolePolicy
     DeleteRolePolicy ListRolePolicies ListAttachedRolePolicies PutRolePermissionsBoundary
     DeleteRolePermissionsBoundary`,
  ),
  'AWS::IAM::Policy': actions('iam', 'PutRolePolicy GetRolePolicy DeleteRolePolicy'),
  'AWS::Lambda::Function': [
    ...actions(
      'lambda',
      `CreateFunction GetFunction UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction
       PutFunctionConcurrency DeleteFunctionConcurrency GetFunctionCodeSigningConfig GetRuntimeManagementConfig
       TagResource UntagResource ListTags`,
    ),
    // Lambda reads the code with the permissions of the caller.
    ...actions('s3', 'GetObject GetObjectVersion'),
    'iam:PassRole',
  ],
  'AWS::Lambda::Permission': actions('lambda', 'AddPermission RemovePermission GetPolicy'),
  'AWS::Lambda::EventInvokeConfig': actions(
    'lambda',
    `PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig
     DeleteFunctionEventInvokeConfig`,
  ),
  'AWS::Lambda::EventSourceMapping': actions(
    'lambda',
    `CreateEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping TagResource
     UntagResource ListTags`,
  ),
  'AWS::Logs::LogGroup': actions(
    'logs',
    `CreateLogGroup DescribeLogGroups DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy
     GetDataProtectionPolicy TagResource UntagResource ListTagsForResource`,
  ),
  'AWS::SQS::Queue': actions(
    'sqs',
    `CreateQueue GetQueueUrl GetQueueAttributes SetQueueAttributes DeleteQueue TagQueue UntagQueue ListQueueTags`,
  ),
  'AWS::SQS::QueuePolicy': actions('sqs', 'SetQueueAttributes'),
  'AWS::DynamoDB::Table': [
    ...actions(
      'dynamodb',
      `CreateTable DescribeTable UpdateTable DeleteTable DescribeTimeToLive UpdateTimeToLive DescribeContinuousBackups
       UpdateContinuousBackups DescribeContributorInsights DescribeKinesisStreamingDestination GetResourcePolicy
       TagResource UntagResource ListTagsOfResource`,
    ),
    // For the setting kmsKey.
    ...actions('kms', 'CreateGrant DescribeKey'),
  ],
  'AWS::Events::Rule': actions(
    'events',
    `PutRule DescribeRule DeleteRule PutTargets RemoveTargets ListTargetsByRule TagResource UntagResource
     ListTagsForResource`,
  ),
  'AWS::SNS::Topic': actions(
    'sns',
    `CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic ListSubscriptionsByTopic GetDataProtectionPolicy
     TagResource UntagResource ListTagsForResource`,
  ),
  'AWS::SNS::TopicPolicy': actions('sns', 'SetTopicAttributes'),
  'AWS::SNS::Subscription': actions('sns', 'Subscribe Unsubscribe GetSubscriptionAttributes'),
  'AWS::CloudWatch::Alarm': actions(
    'cloudwatch',
    'PutMetricAlarm DescribeAlarms DeleteAlarms TagResource UntagResource ListTagsForResource',
  ),
  'AWS::CloudWatch::Dashboard': actions(
    'cloudwatch',
    'PutDashboard GetDashboard DeleteDashboards TagResource UntagResource ListTagsForResource',
  ),
};

/**
 * The IAM actions of `deploy` and `remove` themselves, for the stack and for the artifacts in the deployment bucket.
 * Source: the AWS calls in lib/plugins/aws of osls 4.3 and serverless 3.40.
 */
export const FRAMEWORK_ACTIONS: readonly string[] = [
  ...actions(
    'cloudformation',
    `ValidateTemplate CreateStack CreateChangeSet DescribeChangeSet ExecuteChangeSet DeleteChangeSet UpdateStack
     DeleteStack DescribeStacks DescribeStackEvents DescribeStackResource ListStackResources GetTemplate TagResource
     UntagResource`,
  ),
  ...actions(
    's3',
    `GetBucketLocation ListBucket ListBucketVersions GetObject PutObject DeleteObject DeleteObjectVersion`,
  ),
];

/** Actions without a resource type in AWS's Service Authorization Reference. Only these may have `*`. */
export const ACTIONS_WITHOUT_RESOURCE: readonly string[] = [
  'cloudformation:ValidateTemplate',
  'lambda:CreateEventSourceMapping',
  'logs:DescribeLogGroups',
];
