import { type PolicyVersions, policiesFor } from '../../../lib/domain/rollout/versions.ts';
import { readFacts } from '../../deletions/consequence.ts';
import { type SourcePolicies, sourcePolicies } from '../../policies/source-policies.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import type { OpenService } from '../../service/open-service.ts';

/** Reads the policies of a pool without a parameter that sends logs for these event sources. */
export type ReadSourcePolicies = (
  userPoolId: string,
  configured: readonly string[],
) => Promise<SourcePolicies>;

const NONE: SourcePolicies = { bySource: new Map(), unknown: [] };

/** Returns the policies; none if the service knows none, which one read of the state table shows. */
export const knownPolicies = async (service: OpenService): Promise<readonly PolicyVersions[]> =>
  (await service.policyNames.read()).length === 0 ? [] : storedPolicies(service);

/** Without policies, the result reads nothing. */
export function createPoliciesReader(
  service: OpenService,
  versions: readonly PolicyVersions[],
): ReadSourcePolicies {
  const { records, settings } = service;
  if (versions.length === 0) return async () => NONE;
  return async (userPoolId, configured) => {
    const recorded = await records.read(userPoolId);
    if (recorded?.Facts) {
      const found = sourcePolicies({ userPoolId, facts: recorded.Facts, recorded }, versions, settings);
      // The read of the facts uses the quota of the service, and most pools of policies have current facts.
      if (found.bySource.size > 0 && configured.every((source) => found.bySource.has(source))) return found;
    }
    const current = versions.map((policy) => policy.current);
    const policies = [...policiesFor(versions, { userPoolId, recorded }, settings), ...current];
    const facts = await readFacts(service, userPoolId, policies, recorded);
    return sourcePolicies({ userPoolId, facts, recorded }, versions, settings);
  };
}
