import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { recordedOwners } from '../../lib/domain/decide/sources/source-records.ts';
import { isManagedRecord } from '../../lib/domain/record.ts';
import type { OpenService } from '../service/open-service.ts';

export interface OwnedPools {
  /** The number of managed pools. */
  readonly managed: number;
  /** The IDs of the pools of which each policy owns an event source, by the name of the policy. */
  readonly byPolicy: ReadonlyMap<string, readonly string[]>;
}

/** Returns the pools of each policy from the records. */
export async function readOwnedPools({
  table,
  deployed,
}: Pick<OpenService, 'table' | 'deployed'>): Promise<OwnedPools> {
  const byPolicy = new Map<string, string[]>();
  let managed = 0;
  for await (const page of dynamoRecordListing(table, deployed.stateTable).pages())
    for (const record of page) {
      if (isManagedRecord(record)) managed += 1;
      const owners = [...recordedOwners(record).values()];
      const names = new Set(owners.flatMap((owner) => (owner.Kind === 'Policy' ? [owner.Name] : [])));
      for (const name of names) {
        const pools = byPolicy.get(name) ?? [];
        pools.push(record.UserPoolId);
        byPolicy.set(name, pools);
      }
    }
  return { managed, byPolicy };
}
