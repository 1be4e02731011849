import { dynamoRecordListing } from '../../../lib/aws/records-list.ts';
import { poolNotFoundText } from '../../../lib/domain/pool-not-found.ts';
import { isManagedRecord } from '../../../lib/domain/record.ts';
import { collect } from '../../../lib/reconcile/collect.ts';
import type { RecordSummary } from '../../../lib/reconcile/ports.ts';
import { type ChangeOptions, changePools } from '../../changes/change-pools.ts';
import { type PoolChange, type PoolResult, unwrittenResult } from '../../changes/write-pools.ts';
import { acceptanceProblem, checkAccepted, shareReason } from '../../deletions/guard.ts';
import { poolDeletionEffect, readDeletionFacts, recordsById } from '../../deletions/pool-effect.ts';
import { readPoliciesAfter } from '../../deletions/read-policies.ts';
import { CliError } from '../../errors/cli-error.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { type ParameterVersion, readParameter } from '../../parameters/parameter-store.ts';
import { lookUpPool, missingPoolHint } from '../../pools/check-exists.ts';
import { readEach } from '../../pools/read-each.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';

export interface DeleteSeveralOptions extends ChangeOptions {
  /** The number of pools whose deletion the operator accepts. */
  readonly acceptDeletions?: number;
}

/**
 * Deletes the parameters of several pools: shows what becomes of each, asks once, and goes on after a failure. Refuses a share of the
 * fleet that a sweep would put on hold, unless the operator accepts it.
 */
export async function deleteSeveral(
  terminal: Terminal,
  service: OpenService,
  userPoolIds: readonly string[],
  options: DeleteSeveralOptions,
): Promise<ExitCode> {
  const { settings } = service;
  const reads = await readEach(terminal, service, userPoolIds, (id) => readExisting(service, id));
  const changes = reads.flatMap((read): readonly PoolChange[] =>
    read.kind === 'Read' && read.value
      ? [{ userPoolId: read.userPoolId, step: 'Delete', stored: read.value }]
      : [],
  );
  const others = reads.flatMap((read): readonly PoolResult[] => {
    if (read.kind === 'Failed') return [unwrittenResult(service, read.userPoolId, 'failed', read.error)];
    return read.value ? [] : [unwrittenResult(service, read.userPoolId, 'unchanged', NO_PARAMETER)];
  });
  const records = await collect(dynamoRecordListing(service.table, service.deployed.stateTable).pages());
  const pools = pluralize(changes.length, 'pool');
  return changePools(
    terminal,
    service,
    {
      changes: await withEffects(terminal, service, changes, records),
      others,
      title: `This deletes the parameters of ${pools}:`,
      check: () => {
        const size = { pools: changes.length, managed: managedPools(records, changes) };
        const reason = shareReason('The command', size, settings);
        checkAccepted(acceptanceProblem(reason, changes.length, options.acceptDeletions));
      },
      question: `Delete the parameters of ${pools}?`,
      label: 'Deleting parameters',
      summary: 'Delete',
    },
    options,
  );
}

const NO_PARAMETER = 'The pool has no parameter.';

/** A pool without a parameter has nothing to delete, so that the command can be run again. A pool that does not exist is an error. */
async function readExisting(service: OpenService, userPoolId: string): Promise<ParameterVersion | undefined> {
  const stored = await readParameter(service, userPoolId);
  if (stored !== undefined) return stored;
  const { settings } = service;
  const isMissing = (await lookUpPool(service, userPoolId)).kind === 'Missing';
  if (isMissing && (await service.records.read(userPoolId)) === undefined)
    throw new CliError(poolNotFoundText(userPoolId, settings), missingPoolHint(userPoolId, settings));
  return undefined;
}

/** Returns the number of managed pools, and of those whose parameter the service has not processed yet. */
const managedPools = (records: readonly RecordSummary[], changes: readonly PoolChange[]): number =>
  new Set([
    ...records.filter(isManagedRecord).map(({ UserPoolId }) => UserPoolId),
    ...changes.map(({ userPoolId }) => userPoolId),
  ]).size;

async function withEffects(
  terminal: Terminal,
  service: OpenService,
  changes: readonly PoolChange[],
  listed: readonly RecordSummary[],
): Promise<readonly (PoolChange & { readonly effect: string })[]> {
  const { policies, unknown } = await readPoliciesAfter(service);
  const fleet = { records: recordsById(listed), policies };
  const ids = changes.map(({ userPoolId }) => userPoolId);
  const facts = await readDeletionFacts(terminal, service, ids, fleet);
  return changes.map((change) => {
    const { userPoolId, stored } = change;
    const { text } = poolDeletionEffect(userPoolId, stored, { ...fleet, facts }, service.settings);
    return { ...change, effect: [text, ...unknown].join(' ') };
  });
}
