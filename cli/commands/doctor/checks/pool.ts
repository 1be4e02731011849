import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { errorClass } from '../../../../lib/aws/failures.ts';
import { callWithRateLimit } from '../../../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import type { LogConfiguration } from '../../../../lib/domain/log-configuration.ts';
import { parseParameter } from '../../../../lib/domain/parameter/parse.ts';
import { poolNotFoundText } from '../../../../lib/domain/pool-not-found.ts';
import type { PolicyVersions } from '../../../../lib/domain/rollout/versions.ts';
import { formatIssue } from '../../../../lib/domain/validation-issue.ts';
import { lookUpPool, missingPoolHint } from '../../../pools/check-exists.ts';
import { planPool } from '../../../pools/plan-pool.ts';
import type { Target } from '../../../pools/target.ts';
import { ON_DEMAND_CAUSE } from '../../../pools/targets.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { checking, type Finding, ok, problem, warning } from '../finding.ts';
import type { CheckDestination } from './destinations.ts';
import { noteNotifications } from './pool-arrival.ts';
import { checkOwners } from './pool-owners.ts';
import { checkReplicas } from './pool-replicas.ts';
import { checkSources, checkUncovered, ownersOf, resolutionsOf } from './pool-sources.ts';
import { checkTier } from './pool-tier.ts';

/** Checks whether parameter and policies of this pool are valid and whether Cognito can deliver the logs they specify. */
export async function checkPool(
  service: OpenService,
  checkDestination: CheckDestination,
  { userPoolId, stored }: Target,
  policies: readonly PolicyVersions[],
): Promise<readonly Finding[]> {
  const desired = parseParameter(stored, userPoolId, service.settings);
  const replicas = await checkReplicas(service, userPoolId);
  // Without policies, the parameter shows the same, with fewer calls.
  const planned =
    policies.length > 0 ? await planPool(service, userPoolId, stored, ON_DEMAND_CAUSE, policies) : undefined;
  const unread =
    planned?.plan.step === 'failed' ? planned.plan.reasons.map((reason) => notRead(userPoolId, reason)) : [];
  if (desired.kind === 'Absent' && unread.length > 0) return [...unread, ...replicas];
  const owners = planned && ownersOf(planned);
  const isMissing = planned?.situation?.observed?.kind === 'PoolNotFound';
  const uncovered = isMissing ? [] : checkUncovered(userPoolId, resolutionsOf(planned));
  if (desired.kind === 'Absent' && owners === undefined && uncovered.length > 0)
    return [...uncovered, ...replicas];
  if (desired.kind === 'Absent' && (owners === undefined || isMissing))
    return [...(await checkUnmanaged(service, userPoolId, policies.length > 0)), ...replicas];
  const sources = [...unread, ...checkSources(userPoolId, owners ?? [], planned)];
  const issues =
    desired.kind === 'Invalid'
      ? desired.issues.map((issue) =>
          problem(
            userPoolId,
            formatIssue(issue),
            'The service rejects the parameter.',
            `clr get ${userPoolId} -o yaml > pool.yaml; $EDITOR pool.yaml; clr put ${userPoolId} pool.yaml`,
          ),
        )
      : [];
  const own = desired.kind === 'Valid' ? desired.state.LogConfigurations : [];
  const entries = owners ? (planned?.wanted ?? []) : own;
  if (desired.kind === 'Invalid' && entries.length === 0) return [...issues, ...sources, ...replicas];
  const pool = await checking(userPoolId, 'cognito-idp:DescribeUserPool', () =>
    checkUserPool(service, userPoolId, entries),
  );
  const destinations = await Promise.all(entries.map((entry) => checkDestination(entry)));
  return [
    ...(desired.kind === 'Valid' ? [ok(userPoolId, 'The parameter is valid.')] : issues),
    ...sources,
    ...pool,
    ...replicas,
    ...destinations.flat(),
    ...(service.deployed.arrival.checks ? noteNotifications(userPoolId, entries) : []),
  ];
}

const notRead = (subject: string, reason: string): Finding => ({
  level: 'unknown',
  subject,
  message: `The owners of the pool were not checked: ${reason}`,
});

/** An ID without a parameter can be mistyped, or the ID of a pool in another Region. */
const checkUnmanaged = (
  service: OpenService,
  userPoolId: string,
  hasPolicies: boolean,
): Promise<readonly Finding[]> =>
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
            hasPolicies ? 'No parameter or policy applies to the pool.' : 'The pool has no parameter.',
            'The pool is not managed.',
            `clr import ${userPoolId} --put`,
          ),
        ];
  });

async function checkUserPool(
  { cognito, rateLimiting, context, settings }: OpenService,
  UserPoolId: string,
  entries: readonly LogConfiguration[],
): Promise<readonly Finding[]> {
  try {
    const { UserPool = {} } = await callWithRateLimit(
      rateLimiting,
      'UserPoolRead',
      'DescribeUserPool',
      context,
      () => cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
    );
    return [...checkTier(UserPoolId, UserPool, entries), ...checkOwners(UserPoolId, UserPool)];
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
