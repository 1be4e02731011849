import type { StoredParameter } from '../../lib/domain/desired.ts';
import type { PolicyVersions } from '../../lib/domain/rollout/versions.ts';
import { readFleetPolicies } from '../../lib/reconcile/fleet-policies.ts';
import type { OpenService } from '../service/open-service.ts';
import { listPolicyParameters } from './list-policies.ts';

type Ports = Pick<
  OpenService,
  'desired' | 'policyNames' | 'rollouts' | 'settings' | 'context' | 'ssm' | 'rateLimiting'
>;

/**
 * Reads the policies in Parameter Store and their rollouts: those of the listing, and those that the service knows and that the listing does not
 * contain yet. Writes nothing, unlike a sweep.
 *
 * @param given the listed parameters of the policies, if they are known
 */
export async function storedPolicies(
  service: Ports,
  given?: ReadonlyMap<string, StoredParameter>,
): Promise<readonly PolicyVersions[]> {
  const listed = given ?? (await listPolicyParameters(service));
  const known = await service.policyNames.read();
  return readFleetPolicies(service, known, listed, service.context);
}
