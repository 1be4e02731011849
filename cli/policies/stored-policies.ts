import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import { readPolicies } from '../../lib/reconcile/policy-inputs.ts';
import type { OpenService } from '../service/open-service.ts';

/** Reads the policies in Parameter Store, as the service does: none in a fleet without policies. */
export const storedPolicies = async (
  service: Pick<OpenService, 'desired' | 'policyNames' | 'settings' | 'context'>,
): Promise<readonly ParsedPolicy[]> =>
  readPolicies(service, await service.policyNames.read(), service.context);
