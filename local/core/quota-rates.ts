/**
 * Requests a second for an account and Region, by category (AWS facts §4). The two log delivery operations
 * stand in no documented category [unverified]; they have the figures of their neighbours. The figure for
 * creating, changing and deleting pools and the one for PutParameter are [unverified]. An operation that is
 * not listed has no quota here.
 */
export const QUOTA_RATES = {
  UserPoolRead: 15,
  UserPoolUpdate: 15,
  UserPoolResourceRead: 20,
  UserPoolResourceUpdate: 15,
  ParameterRead: 40,
  ParameterWrite: 3,
} as const;

export type QuotaCategory = keyof typeof QUOTA_RATES;

export const QUOTA_CATEGORIES: Readonly<Record<string, QuotaCategory>> = {
  'cognito-idp.DescribeUserPool': 'UserPoolRead',
  'cognito-idp.ListUserPools': 'UserPoolRead',
  'cognito-idp.CreateUserPool': 'UserPoolUpdate',
  'cognito-idp.UpdateUserPool': 'UserPoolUpdate',
  'cognito-idp.DeleteUserPool': 'UserPoolUpdate',
  'cognito-idp.GetLogDeliveryConfiguration': 'UserPoolResourceRead',
  'cognito-idp.SetLogDeliveryConfiguration': 'UserPoolResourceUpdate',
  'ssm.GetParameter': 'ParameterRead',
  'ssm.GetParameters': 'ParameterRead',
  'ssm.GetParametersByPath': 'ParameterRead',
  'ssm.GetParameterHistory': 'ParameterRead',
  'ssm.PutParameter': 'ParameterWrite',
};
