/**
 * The settings of a user pool beside its name, in the words of the public API model of cognito-idp
 * (2016-04-18, as botocore 1.43.11 carries it): every member, with exactly its constraints.
 */
import { flag, integer, list, map, may, must, oneOf, structure, text } from '../shape/shape.ts';

export const arn = text({
  min: 20,
  max: 2048,
  pattern:
    'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});

const printable = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
const anyText = text({ min: 0, max: 131072 });
const smsWithCode = text({ min: 6, max: 140, pattern: '.*\\{####\\}.*' });
const emailWithCode = text({ min: 6, max: 20000, pattern: `${printable}\\{####\\}${printable}` });
const emailWithLink = text({
  min: 6,
  max: 20000,
  pattern: `${printable}\\{##${printable}##\\}${printable}`,
});
const emailSubject = text({ min: 1, max: 140, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+' });
const verifiedAttribute = oneOf('phone_number', 'email');

const passwordPolicy = structure({
  MinimumLength: may(integer({ min: 6, max: 99 })),
  RequireUppercase: may(flag),
  RequireLowercase: may(flag),
  RequireNumbers: may(flag),
  RequireSymbols: may(flag),
  PasswordHistorySize: may(integer({ min: 0, max: 24 })),
  TemporaryPasswordValidityDays: may(integer({ min: 0, max: 365 })),
});

const signInPolicy = structure({
  AllowedFirstAuthFactors: may(
    list(oneOf('PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'), { min: 1, max: 4 }),
  ),
});

const versionOne = structure({ LambdaVersion: must(oneOf('V1_0')), LambdaArn: must(arn) });

const lambdaConfig = structure({
  PreSignUp: may(arn),
  CustomMessage: may(arn),
  PostConfirmation: may(arn),
  PreAuthentication: may(arn),
  PostAuthentication: may(arn),
  DefineAuthChallenge: may(arn),
  CreateAuthChallenge: may(arn),
  VerifyAuthChallengeResponse: may(arn),
  PreTokenGeneration: may(arn),
  UserMigration: may(arn),
  PreTokenGenerationConfig: may(
    structure({ LambdaVersion: must(oneOf('V1_0', 'V2_0', 'V3_0')), LambdaArn: must(arn) }),
  ),
  CustomSMSSender: may(versionOne),
  CustomEmailSender: may(versionOne),
  KMSKeyID: may(arn),
  InboundFederation: may(versionOne),
});

const verificationMessageTemplate = structure({
  SmsMessage: may(smsWithCode),
  EmailMessage: may(emailWithCode),
  EmailSubject: may(emailSubject),
  EmailMessageByLink: may(emailWithLink),
  EmailSubjectByLink: may(emailSubject),
  DefaultEmailOption: may(oneOf('CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE')),
});

const emailConfiguration = structure({
  SourceArn: may(arn),
  ReplyToEmailAddress: may(
    text({ pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
  ),
  EmailSendingAccount: may(oneOf('COGNITO_DEFAULT', 'DEVELOPER')),
  From: may(anyText),
  ConfigurationSet: may(text({ min: 1, max: 64, pattern: '^[a-zA-Z0-9_-]+$' })),
});

const smsConfiguration = structure({
  SnsCallerArn: must(arn),
  ExternalId: may(anyText),
  SnsRegion: may(text({ min: 5, max: 32 })),
});

const adminCreateUserConfig = structure({
  AllowAdminCreateUserOnly: may(flag),
  UnusedAccountValidityDays: may(integer({ min: 0, max: 365 })),
  InviteMessageTemplate: may(
    structure({
      SMSMessage: may(text({ min: 6, max: 140, pattern: '(?s).*' })),
      EmailMessage: may(text({ min: 6, max: 20000, pattern: printable })),
      EmailSubject: may(emailSubject),
    }),
  ),
});

const schemaAttribute = structure({
  Name: may(text({ min: 1, max: 20, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' })),
  AttributeDataType: may(oneOf('String', 'Number', 'DateTime', 'Boolean')),
  DeveloperOnlyAttribute: may(flag),
  Mutable: may(flag),
  Required: may(flag),
  NumberAttributeConstraints: may(structure({ MinValue: may(anyText), MaxValue: may(anyText) })),
  StringAttributeConstraints: may(structure({ MinLength: may(anyText), MaxLength: may(anyText) })),
});

const userPoolAddOns = structure({
  AdvancedSecurityMode: must(oneOf('OFF', 'AUDIT', 'ENFORCED')),
  AdvancedSecurityAdditionalFlows: may(structure({ CustomAuthMode: may(oneOf('AUDIT', 'ENFORCED')) })),
});

const accountRecoverySetting = structure({
  RecoveryMechanisms: may(
    list(
      structure({
        Priority: must(integer({ min: 1, max: 2 })),
        Name: must(oneOf('verified_email', 'verified_phone_number', 'admin_only')),
      }),
      { min: 1, max: 2 },
    ),
  ),
});

/** Named one by one, because the two operations list them in different orders: the order of their faults. */
export const setting = {
  Policies: may(structure({ PasswordPolicy: may(passwordPolicy), SignInPolicy: may(signInPolicy) })),
  DeletionProtection: may(oneOf('ACTIVE', 'INACTIVE')),
  LambdaConfig: may(lambdaConfig),
  AutoVerifiedAttributes: may(list(verifiedAttribute)),
  AliasAttributes: may(list(oneOf('phone_number', 'email', 'preferred_username'))),
  UsernameAttributes: may(list(verifiedAttribute)),
  SmsVerificationMessage: may(smsWithCode),
  EmailVerificationMessage: may(emailWithCode),
  EmailVerificationSubject: may(emailSubject),
  VerificationMessageTemplate: may(verificationMessageTemplate),
  SmsAuthenticationMessage: may(smsWithCode),
  MfaConfiguration: may(oneOf('OFF', 'ON', 'OPTIONAL')),
  UserAttributeUpdateSettings: may(
    structure({ AttributesRequireVerificationBeforeUpdate: may(list(verifiedAttribute)) }),
  ),
  DeviceConfiguration: may(
    structure({ ChallengeRequiredOnNewDevice: may(flag), DeviceOnlyRememberedOnUserPrompt: may(flag) }),
  ),
  EmailConfiguration: may(emailConfiguration),
  SmsConfiguration: may(smsConfiguration),
  UserPoolTags: may(map(text({ min: 1, max: 128 }), text({ min: 0, max: 256 }))),
  AdminCreateUserConfig: may(adminCreateUserConfig),
  Schema: may(list(schemaAttribute, { min: 1, max: 50 })),
  UserPoolAddOns: may(userPoolAddOns),
  UsernameConfiguration: may(structure({ CaseSensitive: must(flag) })),
  AccountRecoverySetting: may(accountRecoverySetting),
} as const;
