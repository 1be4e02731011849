import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { type Finding, warning } from '../finding.ts';

/** The tool that created the pool may also manage its log delivery. Two managers overwrite each other. */
export function checkOwners(id: string, { UserPoolTags = {} }: UserPoolType): readonly Finding[] {
  const stack = UserPoolTags['aws:cloudformation:stack-name'];
  const terraform = Object.entries(UserPoolTags).find((tag) => /terraform/i.test(tag.join()));
  return [
    ...(stack === undefined
      ? []
      : [
          warning(
            id,
            `CloudFormation manages the pool in the stack ${stack}.`,
            'An AWS::Cognito::LogDeliveryConfiguration in that stack would conflict with this service.',
            `aws cloudformation describe-stack-resources --stack-name ${stack} --query "StackResources[?ResourceType=='AWS::Cognito::LogDeliveryConfiguration']"`,
          ),
        ]),
    ...(terraform === undefined
      ? []
      : [
          warning(
            id,
            `Terraform probably manages the pool: it has the tag ${terraform.join('=')}.`,
            'An aws_cognito_log_delivery_configuration in that state would conflict with this service.',
            'terraform state list | grep aws_cognito_log_delivery_configuration',
          ),
        ]),
  ];
}
