import type { CognitoStore, Pool } from '../../services/cognito/pools.ts';
import { isSecondary, primaryRegionOf } from '../../services/cognito/replicas.ts';

/** Returns a note for a primary with a replica and for a secondary, and undefined for all other pools. */
export function replicaNote(
  cognito: CognitoStore,
  { id, replicaRegion, replicaStatus }: Pool,
): string | undefined {
  if (isSecondary(cognito, id))
    return `replica of ${primaryRegionOf(id, cognito.region)}, ${replicaStatus ?? 'INACTIVE'}`;
  return replicaRegion === undefined ? undefined : `replica in ${replicaRegion}`;
}
