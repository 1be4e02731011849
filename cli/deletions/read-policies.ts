import type { PolicyVersions } from '../../lib/domain/rollout/versions.ts';
import { AwsCallError } from '../../lib/reconcile/errors.ts';
import { describeError } from '../errors/describe-error.ts';
import { storedPolicies } from '../policies/stored-policies.ts';
import type { OpenService } from '../service/open-service.ts';

/**
 * Reads the policies that can take over from a parameter. Without the permission, returns an empty list, and in `unknown` the sentence
 * that says so.
 */
export async function readPoliciesAfter(
  service: OpenService,
): Promise<{ readonly policies: readonly PolicyVersions[]; readonly unknown: readonly string[] }> {
  try {
    return { policies: await storedPolicies(service), unknown: [] };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    const text = `It is not known whether a policy takes over: ${describeError(error).message}`;
    return { policies: [], unknown: [text] };
  }
}
