import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import { fleetPolicies } from '../../lib/reconcile/fleet-policies.ts';
import type { OpenService } from '../service/open-service.ts';
import { listPolicyParameters } from './list-policies.ts';

type Ports = Pick<OpenService, 'desired' | 'policyNames' | 'settings' | 'context' | 'ssm' | 'rateLimiting'>;

/**
 * Reads the policies in Parameter Store: those of the listing, and those that the service knows and that the listing does not
 * contain yet. Writes nothing, unlike a sweep.
 */
export async function storedPolicies(service: Ports): Promise<readonly ParsedPolicy[]> {
  const { settings, desired, policyNames, context } = service;
  const readOnly = {
    read: () => policyNames.read(),
    add: async () => undefined,
    remove: async () => undefined,
  };
  const listed = await listPolicyParameters(service);
  return fleetPolicies({ settings, desired, policyNames: readOnly }, listed, context);
}
