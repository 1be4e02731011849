import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { errorClass } from '../../../../lib/aws/failures.ts';
import { callWithRateLimit } from '../../../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import type { DesiredState, StoredParameter } from '../../../../lib/domain/desired.ts';
import { parseParameter } from '../../../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../../../lib/domain/validation-issue.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { type Finding, ok, problem, runCheck, warning } from '../finding.ts';
import type { CheckDestination } from './destinations.ts';
import { checkOwners } from './pool-owners.ts';
import { checkTier } from './pool-tier.ts';

/** Checks whether the parameter of a pool can be applied and whether its logs can be delivered. */
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
        warning(
          userPoolId,
          'The pool has no parameter.',
          'The pool is not managed.',
          `clr import ${userPoolId} --put`,
        ),
      ];
    case 'Invalid':
      return desired.issues.map((issue) =>
        problem(
          userPoolId,
          formatIssue(issue),
          'The service rejects the parameter.',
          `clr get ${userPoolId} > pool.json; edit pool.json; clr put ${userPoolId} pool.json`,
        ),
      );
    case 'Valid': {
      const pool = await runCheck(userPoolId, 'cognito-idp:DescribeUserPool', () =>
        checkUserPool(service, userPoolId, desired.state),
      );
      const destinations = desired.state.LogConfigurations.map((entry) => checkDestination(entry));
      return [
        ok(userPoolId, 'The parameter is valid.'),
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
    return [...checkTier(UserPoolId, UserPool, state), ...checkOwners(UserPoolId, UserPool)];
  } catch (error) {
    if (errorClass(error) !== 'NotFound') throw error;
    return [
      problem(
        UserPoolId,
        'The pool does not exist.',
        'Its parameter cannot be applied.',
        `clr delete ${UserPoolId}`,
      ),
    ];
  }
}
