/**
 * The settings of a user pool except its name: every member, with exactly its constraints in the public API
 * model of cognito-idp (2016-04-18, from botocore 1.43.107).
 */
import {
  flag,
  integer,
  list,
  map,
  namedStructure,
  oneOf,
  optional,
  required,
  structure,
  text,
} from '../../core/shapes/shape.ts';

const ARN =
  'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?';
export const arn = text({ min: 20, max: 2048, pattern: ARN });
const arnOrEmpty = text({ min: 0, max: 2048, pattern: `(${ARN})?` });

const PRINTABLE = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
const anyText = text({ min: 0, max: 131072 });
const smsWithCode = text({ min: 6, max: 140, pattern: '.*\\{####\\}.*' });
const emailWithCode = text({ min: 6, max: 20000, pattern: `${PRINTABLE}\\{####\\}${PRINTABLE}` });
const emailWithLink = text({
  min: 6,
  max: 20000,
  pattern: `${PRINTABLE}\\{##${PRINTABLE}##\\}${PRINTABLE}`,
});
const emailSubject = text({ min: 1, max: 140, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+' });
/** The order in which AWS prints the values: rosberglinhares/CloudFormationCognitoCustomResources issue 1. */
const mfa = { ...oneOf('OFF', 'ON', 'OPTIONAL'), shown: '[OPTIONAL, OFF, ON]' };
const verifiedAttribute = oneOf('phone_number', 'email');

export const tagKey = text({ min: 1, max: 128 });
export const tags = map(tagKey, text({ min: 0, max: 256 }));

const passwordPolicy = structure({
  MinimumLength: optional(integer({ min: 6, max: 99 })),
  RequireUppercase: optional(flag),
  RequireLowercase: optional(flag),
  RequireNumbers: optional(flag),
  RequireSymbols: optional(flag),
  PasswordHistorySize: optional(integer({ min: 0, max: 24 })),
  TemporaryPasswordValidityDays: optional(integer({ min: 0, max: 365 })),
});

const signInPolicy = structure({
  AllowedFirstAuthFactors: optional(
    list(oneOf('PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN'), { min: 1, max: 5 }),
  ),
});

const versionOne = structure({ LambdaVersion: required(oneOf('V1_0')), LambdaArn: required(arn) });

const lambdaConfig = structure({
  PreSignUp: optional(arn),
  CustomMessage: optional(arn),
  PostConfirmation: optional(arn),
  PreAuthentication: optional(arn),
  PostAuthentication: optional(arn),
  DefineAuthChallenge: optional(arn),
  CreateAuthChallenge: optional(arn),
  VerifyAuthChallengeResponse: optional(arn),
  PreTokenGeneration: optional(arn),
  UserMigration: optional(arn),
  PreTokenGenerationConfig: optional(
    structure({ LambdaVersion: required(oneOf('V1_0', 'V2_0', 'V3_0')), LambdaArn: required(arn) }),
  ),
  CustomSMSSender: optional(versionOne),
  CustomEmailSender: optional(versionOne),
  KMSKeyID: optional(arn),
  InboundFederation: optional(versionOne),
});

const verificationMessageTemplate = structure({
  SmsMessage: optional(smsWithCode),
  EmailMessage: optional(emailWithCode),
  EmailSubject: optional(emailSubject),
  EmailMessageByLink: optional(emailWithLink),
  EmailSubjectByLink: optional(emailSubject),
  DefaultEmailOption: optional(oneOf('CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE')),
});

const emailConfiguration = structure({
  SourceArn: optional(arn),
  ReplyToEmailAddress: optional(
    text({ pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
  ),
  EmailSendingAccount: optional(oneOf('COGNITO_DEFAULT', 'DEVELOPER')),
  From: optional(anyText),
  ConfigurationSet: optional(text({ min: 1, max: 64, pattern: '^[a-zA-Z0-9_-]+$' })),
});

const regionCode = text({ min: 5, max: 32 });

const smsConfiguration = structure({
  SnsCallerArn: optional(arnOrEmpty),
  ExternalId: optional(anyText),
  SnsRegion: optional(regionCode),
  EumsSms: optional(
    structure({
      CallerArn: required(arn),
      ExternalId: optional(anyText),
      OriginationIdentity: optional(anyText),
      ConfigurationSetName: optional(anyText),
      InEntityId: optional(anyText),
      InTemplateId: optional(anyText),
      Region: optional(regionCode),
    }),
  ),
});

const adminCreateUserConfig = structure({
  AllowAdminCreateUserOnly: optional(flag),
  UnusedAccountValidityDays: optional(integer({ min: 0, max: 365 })),
  InviteMessageTemplate: optional(
    structure({
      SMSMessage: optional(text({ min: 6, max: 140, pattern: '(?s).*' })),
      EmailMessage: optional(text({ min: 6, max: 20000, pattern: PRINTABLE })),
      EmailSubject: optional(emailSubject),
    }),
  ),
});

const schemaAttribute = namedStructure('SchemaAttributeType', {
  Name: optional(text({ min: 1, max: 20, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' })),
  AttributeDataType: optional(oneOf('String', 'Number', 'DateTime', 'Boolean')),
  DeveloperOnlyAttribute: optional(flag),
  Mutable: optional(flag),
  Required: optional(flag),
  NumberAttributeConstraints: optional(
    namedStructure('NumberAttributeConstraintsType', {
      MinValue: optional(anyText),
      MaxValue: optional(anyText),
    }),
  ),
  StringAttributeConstraints: optional(
    namedStructure('StringAttributeConstraintsType', {
      MinLength: optional(anyText),
      MaxLength: optional(anyText),
    }),
  ),
});

const userPoolAddOns = structure({
  AdvancedSecurityMode: required(oneOf('OFF', 'AUDIT', 'ENFORCED')),
  AdvancedSecurityAdditionalFlows: optional(
    structure({ CustomAuthMode: optional(oneOf('AUDIT', 'ENFORCED')) }),
  ),
});

const accountRecoverySetting = structure({
  RecoveryMechanisms: optional(
    list(
      namedStructure('RecoveryOptionType', {
        Priority: required(integer({ min: 1, max: 2 })),
        Name: required(oneOf('verified_email', 'verified_phone_number', 'admin_only')),
      }),
      { min: 1, max: 2 },
    ),
  ),
});

/**
 * An object, because the two operations list the members in different orders, which is the order of
 * violations.
 */
export const setting = {
  Policies: optional(
    structure({ PasswordPolicy: optional(passwordPolicy), SignInPolicy: optional(signInPolicy) }),
  ),
  DeletionProtection: optional(oneOf('ACTIVE', 'INACTIVE')),
  LambdaConfig: optional(lambdaConfig),
  AutoVerifiedAttributes: optional(list(verifiedAttribute)),
  AliasAttributes: optional(list(oneOf('phone_number', 'email', 'preferred_username'))),
  UsernameAttributes: optional(list(verifiedAttribute)),
  SmsVerificationMessage: optional(smsWithCode),
  EmailVerificationMessage: optional(emailWithCode),
  EmailVerificationSubject: optional(emailSubject),
  VerificationMessageTemplate: optional(verificationMessageTemplate),
  SmsAuthenticationMessage: optional(smsWithCode),
  MfaConfiguration: optional(mfa),
  UserAttributeUpdateSettings: optional(
    structure({ AttributesRequireVerificationBeforeUpdate: optional(list(verifiedAttribute)) }),
  ),
  DeviceConfiguration: optional(
    structure({
      ChallengeRequiredOnNewDevice: optional(flag),
      DeviceOnlyRememberedOnUserPrompt: optional(flag),
    }),
  ),
  EmailConfiguration: optional(emailConfiguration),
  SmsConfiguration: optional(smsConfiguration),
  UserPoolTags: optional(tags),
  AdminCreateUserConfig: optional(adminCreateUserConfig),
  Schema: optional(list(schemaAttribute, { min: 1, max: 50 })),
  UserPoolAddOns: optional(userPoolAddOns),
  UsernameConfiguration: optional(structure({ CaseSensitive: required(flag) })),
  AccountRecoverySetting: optional(accountRecoverySetting),
  KeyConfiguration: optional(
    structure({
      KeyType: optional(oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY')),
      KmsKeyArn: optional(arn),
    }),
  ),
  IssuerConfiguration: optional(structure({ Type: optional(oneOf('ORIGINAL', 'UPDATED')) })),
} as const;
