import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { coverageOf } from '../../lib/domain/policy/coverage.ts';
import { type PolicyVersions, policiesFor } from '../../lib/domain/rollout/versions.ts';
import type { OpenService } from '../service/open-service.ts';

/**
 * Returns the IDs of the pools that a policy selects for an event source that their tier cannot have, by the facts in the
 * records. A pool that no parameter and no policy manages has such a record too. Reads no pool.
 */
export async function readUncoveredPools(
  { table, deployed, settings }: Pick<OpenService, 'table' | 'deployed' | 'settings'>,
  policies: readonly PolicyVersions[],
): Promise<readonly string[]> {
  const found: string[] = [];
  if (policies.length === 0) return found;
  for await (const page of dynamoRecordListing(table, deployed.stateTable).pages())
    for (const recorded of page) {
      const pool = {
        userPoolId: recorded.UserPoolId,
        listed: undefined,
        desired: { kind: 'Absent' } as const,
        recorded,
      };
      if (coverageOf(pool, policiesFor(policies, pool, settings), settings).isUncovered)
        found.push(recorded.UserPoolId);
    }
  return found;
}
