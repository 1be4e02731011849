import { type ApplyResult, isFailed, isWritten } from '../../changes/result.ts';
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
import { queueFor, sendRechecks } from '../sync/send-rechecks.ts';
import { waitForResult } from '../sync/wait-for-result.ts';

/** An edit is processed within seconds. After this time, its event counts as lost: events are best effort. */
const EVENT_MS = 30_000;

/**
 * Waits until the service has processed the parameters of the folder, or until the deadline or Ctrl-C. Follows the pools of
 * written parameters, and those whose parameter is newer than their record: a run before this one can have ended while it
 * waited. Asks the service to check pools whose event seems lost.
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
  const wait = (until: number, waiting: readonly FolderChange[]): Promise<readonly SyncResult[]> =>
    mapPools(
      { terminal, label: 'Waiting for the service' },
      waiting,
      async ({ name: userPoolId, stored, wanted }) => {
        const target = {
          userPoolId,
          stored: { name: '', type: 'String', value: wanted ?? stored?.value ?? '' },
        };
        const before = await planPool(service, userPoolId, target.stored, ON_DEMAND_CAUSE, policies);
        return waitForResult(terminal, service, target, before, until);
      },
    );
  const first = await wait(Math.min(deadline, terminal.now().getTime() + EVENT_MS), followed);
  const pending = new Set(first.filter(isPending).map(({ userPoolId }) => userPoolId));
  const isLate = terminal.now().getTime() > deadline || terminal.interrupted.aborted;
  const names = await readPoolNames(service);
  if (pending.size === 0 || isLate) return withNames(first, names);
  await sendRechecks(terminal, service, queueFor(pending.size), [...pending]);
  const rest = await wait(
    deadline,
    followed.filter(({ name }) => pending.has(name)),
  );
  const again = new Map(rest.map((one) => [one.userPoolId, one]));
  return withNames(
    first.map((one) => again.get(one.userPoolId) ?? one),
    names,
  );
}

const isPending = ({ outcome }: SyncResult): boolean => outcome === 'Pending';

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
