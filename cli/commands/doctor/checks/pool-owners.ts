import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { type Finding, warning } from '../finding.ts';

/** Whoever made the pool by a tool may also own its log delivery: two owners fight. */
export function checkOwners(id: string, { UserPoolTags = {} }: UserPoolType): readonly Finding[] {
  const stack = UserPoolTags['aws:cloudformation:stack-name'];
  const terraform = Object.entries(UserPoolTags).find((tag) => /terraform/i.test(tag.join()));
  return [
    ...(stack === undefined
      ? []
      : [
          warning(
            id,
            `CloudFormation owns the pool: stack ${stack}`,
            'an AWS::Cognito::LogDeliveryConfiguration there would fight this service',
            `aws cloudformation describe-stack-resources --stack-name ${stack} --query "StackResources[?ResourceType=='AWS::Cognito::LogDeliveryConfiguration']"`,
          ),
        ]),
    ...(terraform === undefined
      ? []
      : [
          warning(
            id,
            `Terraform seems to own the pool: tag ${terraform.join('=')}`,
            'an aws_cognito_log_delivery_configuration there would fight this service',
            'terraform state list | grep aws_cognito_log_delivery_configuration',
          ),
        ]),
  ];
}
