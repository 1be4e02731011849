import { DescribeUserPoolCommand, type UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { errorClass } from '../../../../lib/aws/failures.ts';
import { callWithRateLimit } from '../../../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import type { DesiredState, StoredParameter } from '../../../../lib/domain/desired.ts';
import { poolProblem, wantsSignIns } from '../../../../lib/domain/finding.ts';
import { parseParameter } from '../../../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../../../lib/domain/validation-issue.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { checking, type Finding, problem, warning, well } from '../finding.ts';
import type { CheckDestination } from './destinations.ts';

/** Can it work for this pool, once its parameter is applied? */
export async function checkPool(
  service: OpenService,
  checkDestination: CheckDestination,
  userPoolId: string,
  stored: StoredParameter | undefined,
): Promise<readonly Finding[]> {
  const desired = parseParameter(stored, userPoolId, service.settings);
  switch (desired.kind) {
    case 'Absent':
      return [
        warning(userPoolId, 'no parameter', 'the pool is not managed', `clr import ${userPoolId} --put`),
      ];
    case 'Invalid':
      return desired.issues.map((fault) =>
        problem(
          userPoolId,
          formatIssue(fault),
          'the service refuses the parameter',
          `clr get ${userPoolId} > pool.json; mend it; clr put ${userPoolId} pool.json`,
        ),
      );
    case 'Valid': {
      const pool = await checking(userPoolId, 'cognito-idp:DescribeUserPool', () =>
        checkUserPool(service, userPoolId, desired.state),
      );
      const destinations = desired.state.LogConfigurations.map((entry) => checkDestination(entry));
      return [
        well(userPoolId, 'the parameter is valid'),
        ...pool,
        ...(await Promise.all(destinations)).flat(),
      ];
    }
  }
}

async function checkUserPool(
  { cognito, rateLimiting, context }: OpenService,
  UserPoolId: string,
  state: DesiredState,
): Promise<readonly Finding[]> {
  try {
    const { UserPool = {} } = await callWithRateLimit(
      rateLimiting,
      'UserPoolRead',
      'DescribeUserPool',
      context,
      () => cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
    );
    return [...tierFindings(UserPoolId, UserPool, state), ...ownerFindings(UserPoolId, UserPool)];
  } catch (error) {
    if (errorClass(error) !== 'NotFound') throw error;
    return [
      problem(
        UserPoolId,
        'no such pool',
        'its parameter has nothing to apply to',
        `clr delete ${UserPoolId}`,
      ),
    ];
  }
}

/** docs/aws-facts.md#threat-protection: sign-in activity needs the tier PLUS, and threat protection on. */
function tierFindings(
  id: string,
  pool: UserPoolType,
  { LogConfigurations }: DesiredState,
): readonly Finding[] {
  if (!wantsSignIns(LogConfigurations)) return [well(id, 'any tier will do')];
  const { UserPoolTier, UserPoolAddOns } = pool;
  const AdvancedSecurityMode = UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  switch (poolProblem(LogConfigurations, { UserPoolTier, AdvancedSecurityMode })) {
    case 'TierTooLow':
      return [
        problem(
          id,
          `the tier is ${UserPoolTier}`,
          'Cognito refuses userAuthEvents below PLUS',
          update(id, '--user-pool-tier PLUS'),
        ),
      ];
    case 'ThreatProtectionOff':
      return [
        problem(
          id,
          'threat protection is off',
          'a pool without it sends no userAuthEvents',
          update(id, '--user-pool-add-ons AdvancedSecurityMode=AUDIT'),
        ),
      ];
    case undefined:
      return [well(id, `tier ${UserPoolTier ?? 'not told'}, threat protection ${AdvancedSecurityMode}`)];
  }
}

const update = (id: string, option: string): string =>
  `aws cognito-idp update-user-pool --user-pool-id ${id} ${option} (with all its other settings: what is left out is reset)`;

/** Whoever made the pool by a tool may also own its log delivery: two owners fight. */
function ownerFindings(id: string, { UserPoolTags = {} }: UserPoolType): readonly Finding[] {
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
