import type { Pool } from './pools.ts';
import type { Secondary } from './replicas.ts';

/** A replica as the replica operations return it. */
export interface UserPoolReplica {
  readonly RegionName: string;
  readonly Role: 'PRIMARY' | 'SECONDARY';
  readonly Status: 'CREATING' | 'ACTIVE' | 'INACTIVE' | 'DELETING';
  readonly UserPoolArn: string;
}

/** `region` is the Region of the primary. A primary is always active. */
export function describePrimary(region: string, pool: Pool): UserPoolReplica {
  return { RegionName: region, Role: 'PRIMARY', Status: 'ACTIVE', UserPoolArn: pool.arn };
}

/** The default of `status` is the stored status. */
export function describeSecondary(
  { store, pool }: Secondary,
  status: UserPoolReplica['Status'] = pool.replicaStatus ?? 'INACTIVE',
): UserPoolReplica {
  return { RegionName: store.region, Role: 'SECONDARY', Status: status, UserPoolArn: pool.arn };
}
