import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { errorClass } from '../../../../lib/aws/failures.ts';
import { callWithRateLimit } from '../../../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import type { DesiredState, StoredParameter } from '../../../../lib/domain/desired.ts';
import { parseParameter } from '../../../../lib/domain/parameter/parse.ts';
import { poolNotFoundText } from '../../../../lib/domain/pool-not-found.ts';
import { formatIssue } from '../../../../lib/domain/validation-issue.ts';
import { lookUpPool, missingPoolHint } from '../../../pools/check-exists.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { checking, type Finding, ok, problem, warning } from '../finding.ts';
import type { CheckDestination } from './destinations.ts';
import { checkOwners } from './pool-owners.ts';
import { checkReplicas } from './pool-replicas.ts';
import { checkTier } from './pool-tier.ts';

/** Checks whether the parameter of this pool is valid and whether Cognito can deliver the logs it specifies. */
export async function checkPool(
  service: OpenService,
  checkDestination: CheckDestination,
  userPoolId: string,
  stored: StoredParameter | undefined,
): Promise<readonly Finding[]> {
  const desired = parseParameter(stored, userPoolId, service.settings);
  const replicas = await checkReplicas(service, userPoolId);
  switch (desired.kind) {
    case 'Absent':
      return [...(await checkUnmanaged(service, userPoolId)), ...replicas];
    case 'Invalid':
      return [
        ...desired.issues.map((issue) =>
          problem(
            userPoolId,
            formatIssue(issue),
            'The service rejects the parameter.',
            `clr get ${userPoolId} -o yaml > pool.yaml; $EDITOR pool.yaml; clr put ${userPoolId} pool.yaml`,
          ),
        ),
        ...replicas,
      ];
    case 'Valid': {
      const pool = await checking(userPoolId, 'cognito-idp:DescribeUserPool', () =>
        checkUserPool(service, userPoolId, desired.state),
      );
      const destinations = desired.state.LogConfigurations.map((entry) => checkDestination(entry));
      return [
        ok(userPoolId, 'The parameter is valid.'),
        ...pool,
        ...replicas,
        ...(await Promise.all(destinations)).flat(),
      ];
    }
  }
}

/** An ID without a parameter can be mistyped, or the ID of a pool in another Region. */
const checkUnmanaged = (service: OpenService, userPoolId: string): Promise<readonly Finding[]> =>
  checking(userPoolId, 'cognito-idp:GetLogDeliveryConfiguration', async () => {
    const { settings } = service;
    return (await lookUpPool(service, userPoolId)).kind === 'Missing'
      ? [
          problem(
            userPoolId,
            poolNotFoundText(userPoolId, settings),
            'The pool has no parameter either.',
            missingPoolHint(userPoolId, settings),
          ),
        ]
      : [
          warning(
            userPoolId,
            'The pool has no parameter.',
            'The pool is not managed.',
            `clr import ${userPoolId} --put`,
          ),
        ];
  });

async function checkUserPool(
  { cognito, rateLimiting, context, settings }: OpenService,
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
        poolNotFoundText(UserPoolId, settings),
        'The service cannot apply its parameter.',
        `clr delete ${UserPoolId}`,
      ),
    ];
  }
}
