import type { FolderChange } from '../../folder/compare.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { planPool } from '../../pools/plan-pool.ts';
import { readPoolNames, withNames } from '../../pools/pool-names.ts';
import { ON_DEMAND_CAUSE } from '../../pools/targets.ts';
import type { OpenService } from '../../service/open-service.ts';
import { listStatus, type StatusRecord } from '../../service/status-records.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { SyncResult } from '../sync/result.ts';
import { waitForResult } from '../sync/wait-for-result.ts';
import { type ApplyResult, isFailed, isWritten } from './result.ts';

/**
 * Waits until the service has processed the parameters of the folder, or until the deadline or Ctrl-C. Follows the pools of
 * written parameters, and those whose parameter is newer than their record: a run before this one can have ended while it
 * waited.
 */
export async function waitForPools(
  terminal: Terminal,
  service: OpenService,
  changes: readonly FolderChange[],
  results: readonly ApplyResult[],
  deadline: number,
): Promise<readonly SyncResult[]> {
  const pools = changes.filter(({ kind, step }) => kind === 'Pool' && step !== 'Delete');
  const records = await readStatus(service);
  const followed = pools.filter((change) => isFollowed(change, results, records.get(change.name)));
  if (followed.length === 0) return [];
  const policies = await storedPolicies(service);
  const outcomes = await mapPools(
    { terminal, label: 'Waiting for the service' },
    followed,
    async ({ name: userPoolId, stored, wanted }) => {
      const value = wanted ?? stored?.value ?? '';
      const target = { userPoolId, stored: { name: '', type: 'String', value } };
      const before = await planPool(service, userPoolId, target.stored, ON_DEMAND_CAUSE, policies);
      return waitForResult(terminal, service, target, before, deadline);
    },
  );
  return withNames(outcomes, await readPoolNames(service));
}

async function readStatus({
  table,
  deployed,
}: Pick<OpenService, 'table' | 'deployed'>): Promise<ReadonlyMap<string, StatusRecord>> {
  const records = new Map<string, StatusRecord>();
  for await (const page of listStatus(table, deployed.stateTable))
    for (const record of page) records.set(record.UserPoolId, record);
  return records;
}

/** Whether the service may still have to process the parameter. */
export function isFollowed(
  { kind, name, stored }: Pick<FolderChange, 'kind' | 'name' | 'stored'>,
  results: readonly ApplyResult[],
  record: Pick<StatusRecord, 'Status' | 'LastAppliedAt'> | undefined,
): boolean {
  const result = results.find((one) => one.kind === kind && one.name === name);
  if (result && isWritten(result)) return true;
  // The parameter is not what the file says.
  if (stored === undefined || (result && isFailed(result))) return false;
  if (record === undefined) return true;
  const { Status, LastAppliedAt = '' } = record;
  return stored.at > Status.Since && stored.at > LastAppliedAt;
}
