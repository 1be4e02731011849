import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import type { PoolFacts } from '../../../lib/domain/policy/policy.ts';
import { poolNotFoundText } from '../../../lib/domain/pool-not-found.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { type PolicyVersions, policiesFor } from '../../../lib/domain/rollout/versions.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import { factsOf } from '../../../lib/reconcile/policy-inputs.ts';
import { CliError } from '../../errors/cli-error.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { missingPoolHint } from '../../pools/check-exists.ts';
import type { OpenService } from '../../service/open-service.ts';
import { explainSources } from './explanation.ts';
import type { Explanation } from './render.ts';

/**
 * Reads a pool, and returns for each event source which parameter or policy applies. Throws CliError if the pool does not exist.
 *
 * @param readPolicies called after the record and the parameter were read, as the service does: a later edit is then never taken
 * for an older one
 */
export async function explainPool(
  service: OpenService,
  userPoolId: string,
  readPolicies: () => Promise<readonly PolicyVersions[]>,
): Promise<Explanation> {
  const { settings } = service;
  const recorded = await service.records.read(userPoolId);
  const stored = await readParameter(service, userPoolId);
  const policies = await readPolicies();
  const observed = await service.delivery.get(userPoolId, service.context);
  if (observed.kind === 'PoolNotFound')
    throw new CliError(poolNotFoundText(userPoolId, settings), missingPoolHint(userPoolId, settings));
  const { facts, error: factsError } = await readFacts(service, userPoolId, recorded);
  const sources = explainSources({
    userPoolId,
    desired: parseParameter(stored, userPoolId, settings),
    policies: policiesFor(policies, { userPoolId, recorded }, settings),
    versions: policies,
    facts,
    recorded,
    observed: observed.LogConfigurations,
    settings,
  });
  return {
    userPoolId,
    ...(facts && { userPoolName: facts.name }),
    facts: facts ? { ...facts, tier: facts.tier ?? null } : null,
    ...(factsError !== undefined && { factsError }),
    policies: policies.length,
    sources,
  };
}

/** Reads the facts of the pool; without the permission, those of the record. */
async function readFacts(
  { descriptions, context }: OpenService,
  userPoolId: string,
  recorded: PoolRecord | undefined,
): Promise<{ readonly facts: PoolFacts | undefined; readonly error?: string }> {
  try {
    return { facts: factsOf(await descriptions.read(userPoolId, context)) };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    return { facts: recorded?.Facts, error: `cognito-idp:DescribeUserPool: ${error.errorName}` };
  }
}
