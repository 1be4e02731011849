import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { type Finding, warning, withValues } from '../finding.ts';

/** Warns when the tool that created the pool may also manage its log delivery: the two owners would conflict. */
export function checkOwners(id: string, { UserPoolTags = {} }: UserPoolType): readonly Finding[] {
  const stack = UserPoolTags['aws:cloudformation:stack-name'];
  const tag = Object.entries(UserPoolTags)
    .find((entry) => /terraform/i.test(entry.join()))
    ?.join('=');
  return [
    ...(stack === undefined
      ? []
      : [
          withValues(
            warning(
              id,
              `CloudFormation manages the pool: stack ${stack}.`,
              'An AWS::Cognito::LogDeliveryConfiguration in this stack would conflict with this service.',
              `aws cloudformation describe-stack-resources --stack-name ${stack} --query "StackResources[?ResourceType=='AWS::Cognito::LogDeliveryConfiguration']"`,
            ),
            { STACK: stack },
          ),
        ]),
    ...(tag === undefined
      ? []
      : [
          withValues(
            warning(
              id,
              `Terraform seems to manage the pool: tag ${tag}.`,
              'An aws_cognito_log_delivery_configuration resource would conflict with this service.',
              'terraform state list | grep aws_cognito_log_delivery_configuration',
            ),
            { TAG: tag },
          ),
        ]),
  ];
}
