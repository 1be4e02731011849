/**
 * Requests per second for an account and Region, by category (docs/aws-facts.md#quotas). The two log delivery
 * operations have no documented category [unverified] and use the rates of their neighbors
 * (docs/aws-facts.md#log-delivery-quota). The rate for creating, updating and deleting pools and the rate of
 * PutParameter are [unverified]. TagResource has its own rate (docs/aws-facts.md#pool-tags); that UntagResource has one
 * too, and the rate of GetResources, are [unverified]. The categories of the replica operations are [unverified]. The rates
 * of metrics and of FilterLogEvents are documented (docs/aws-facts.md#metric-quota). Operations that are not listed have no
 * quota.
 */
export const QUOTA_RATES = {
  UserPoolRead: 15,
  UserPoolUpdate: 15,
  UserPoolResourceRead: 20,
  UserPoolResourceUpdate: 15,
  TagResource: 5,
  UntagResource: 5,
  TaggedResourcesRead: 5,
  ParameterRead: 40,
  ParameterWrite: 3,
  MetricDataRead: 50,
  MetricList: 25,
  LogEventsFilter: 5,
} as const;

export type QuotaCategory = keyof typeof QUOTA_RATES;

export const QUOTA_CATEGORIES: Readonly<Record<string, QuotaCategory>> = {
  'cognito-idp.DescribeUserPool': 'UserPoolRead',
  'cognito-idp.ListUserPools': 'UserPoolRead',
  'cognito-idp.CreateUserPool': 'UserPoolUpdate',
  'cognito-idp.UpdateUserPool': 'UserPoolUpdate',
  'cognito-idp.DeleteUserPool': 'UserPoolUpdate',
  'cognito-idp.ListUserPoolReplicas': 'UserPoolRead',
  'cognito-idp.CreateUserPoolReplica': 'UserPoolUpdate',
  'cognito-idp.UpdateUserPoolReplica': 'UserPoolUpdate',
  'cognito-idp.DeleteUserPoolReplica': 'UserPoolUpdate',
  'cognito-idp.GetLogDeliveryConfiguration': 'UserPoolResourceRead',
  'cognito-idp.SetLogDeliveryConfiguration': 'UserPoolResourceUpdate',
  'cognito-idp.ListTagsForResource': 'UserPoolResourceRead',
  'cognito-idp.TagResource': 'TagResource',
  'cognito-idp.UntagResource': 'UntagResource',
  'tagging.GetResources': 'TaggedResourcesRead',
  'ssm.GetParameter': 'ParameterRead',
  'ssm.GetParameters': 'ParameterRead',
  'ssm.GetParametersByPath': 'ParameterRead',
  'ssm.GetParameterHistory': 'ParameterRead',
  'ssm.PutParameter': 'ParameterWrite',
  'cloudwatch.GetMetricData': 'MetricDataRead',
  'cloudwatch.ListMetrics': 'MetricList',
  'logs.FilterLogEvents': 'LogEventsFilter',
};
