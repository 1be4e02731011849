import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { recordedOwners } from '../../lib/domain/decide/sources/source-records.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import { isManagedRecord } from '../../lib/domain/record.ts';
import type { OpenService } from '../service/open-service.ts';

export interface OwnedPools {
  /** The number of managed pools. */
  readonly managed: number;
  /** The IDs of the pools of which each policy owns an event source that is not rejected, by the name of the policy. */
  readonly byPolicy: ReadonlyMap<string, readonly string[]>;
  /** The IDs of the pools with an event source that is rejected because of the policy: it is invalid, or another one disagrees. */
  readonly inConflict: ReadonlyMap<string, readonly string[]>;
}

/** Returns the pools of each policy from the records. */
export async function readOwnedPools({
  table,
  deployed,
}: Pick<OpenService, 'table' | 'deployed'>): Promise<OwnedPools> {
  const byPolicy = new Map<string, string[]>();
  const inConflict = new Map<string, string[]>();
  let managed = 0;
  for await (const page of dynamoRecordListing(table, deployed.stateTable).pages())
    for (const record of page) {
      if (isManagedRecord(record)) managed += 1;
      const sources = record.Sources ?? {};
      const owners = [...recordedOwners(record)].filter(([source]) => !sources[source]?.RejectedBy);
      addTo(
        byPolicy,
        owners.map(([, owner]) => owner),
        record.UserPoolId,
      );
      const rejecting = Object.values(sources).flatMap(({ RejectedBy = [] }) => RejectedBy);
      addTo(inConflict, rejecting, record.UserPoolId);
    }
  return { managed, byPolicy, inConflict };
}

/** Adds a pool to each policy once. */
function addTo(pools: Map<string, string[]>, owners: readonly Owner[], userPoolId: string): void {
  const names = new Set(owners.flatMap((owner) => (owner.Kind === 'Policy' ? [owner.Name] : [])));
  for (const name of names) {
    const known = pools.get(name) ?? [];
    known.push(userPoolId);
    pools.set(name, known);
  }
}
