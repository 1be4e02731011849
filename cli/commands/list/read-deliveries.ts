import { type DestinationFinding, destinationArns } from '../../../lib/domain/finding.ts';
import {
  EVENT_SOURCES,
  type EventSource,
  type ObservedConfiguration,
} from '../../../lib/domain/log-configuration.ts';
import { isSettled } from '../../../lib/domain/outcome.ts';
import type { DirectoryEntry, PoolDirectory } from '../../../lib/domain/pool-directory.ts';
import { isManagedRecord } from '../../../lib/domain/record.ts';
import { describeError } from '../../errors/describe-error.ts';
import { ownedSources } from '../../policies/owned-sources.ts';
import { checkKnown } from '../../pools/check-exists.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { readDirectory } from '../../pools/pool-names.ts';
import type { RowFinding } from '../../pools/status-row.ts';
import { readMissingDestinations } from '../../service/missing-destinations.ts';
import type { OpenService } from '../../service/open-service.ts';
import { listStatus, type StatusRecord } from '../../service/status-records.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { type ListedDelivery, missingSources } from './delivery.ts';

export interface DeliveriesWanted {
  /** The IDs of the pools; empty for all pools. */
  readonly pools: readonly string[];
  /** Read also the pools whose record is enough. */
  readonly live: boolean;
}

/**
 * Returns what each pool sends: pools in sync as recorded, all others read now. Contains the pools that the last sweep
 * listed and the pools with a record.
 */
export async function readDeliveries(
  terminal: Terminal,
  service: OpenService,
  { pools, live }: DeliveriesWanted,
): Promise<readonly ListedDelivery[]> {
  const { table, deployed } = service;
  const directory = await readDirectory(service);
  const missing = await readMissingDestinations(service);
  const records = new Map<string, StatusRecord>();
  for await (const page of listStatus(table, deployed.stateTable))
    for (const record of page) records.set(record.UserPoolId, record);
  await checkKnown(terminal, service, pools, (id) => records.has(id) || directory.has(id));
  return mapPools(
    { terminal, label: 'Reading pools' },
    poolsToList(pools, records, directory),
    (userPoolId) =>
      readDelivery(service, userPoolId, {
        record: records.get(userPoolId),
        missing,
        entry: directory.get(userPoolId),
        live,
      }),
  );
}

/** The pools of finished records are in the directory, unless they were deleted. */
function poolsToList(
  wanted: readonly string[],
  records: ReadonlyMap<string, StatusRecord>,
  directory: PoolDirectory,
): readonly string[] {
  if (wanted.length > 0) return wanted;
  const managed = [...records.values()].filter(isManagedRecord);
  return [...new Set([...directory.keys(), ...managed.map(({ UserPoolId }) => UserPoolId)])];
}

interface Known {
  readonly record: StatusRecord | undefined;
  readonly missing: ReadonlyMap<string, DestinationFinding>;
  readonly entry: DirectoryEntry | undefined;
  readonly live: boolean;
}

async function readDelivery(
  { delivery, context }: OpenService,
  userPoolId: string,
  { record, missing, entry, live }: Known,
): Promise<ListedDelivery> {
  // A pool with a parameter and without a record was not processed yet.
  const unrecorded = entry !== undefined && entry.unmanagedSince === undefined ? 'Waiting' : 'Unmanaged';
  const base = {
    userPoolId,
    ...(entry?.name && { userPoolName: entry.name }),
    outcome: record?.Status.Outcome ?? unrecorded,
    owners: ownedSources(record?.Sources).map(({ eventSource, owner }) => ({ eventSource, owner })),
  } as const;
  const sending = (
    source: 'recorded' | 'live',
    entries: readonly ObservedConfiguration[],
    unread: readonly EventSource[] = [],
  ): ListedDelivery => {
    const logConfigurations = entries.filter(({ EventSource }) => !unread.some((one) => one === EventSource));
    const findings = findingsOf(record, logConfigurations, missing);
    return {
      ...base,
      source,
      logConfigurations,
      missing: missingSources(logConfigurations, findings, unread),
      unread,
      findings,
    };
  };
  const nothing = { logConfigurations: [], missing: [], unread: [], findings: [] };
  if (!live && record?.LastApplied && isSettled(base.outcome))
    return sending('recorded', record.LastApplied, unownedSources(record));
  try {
    const observed = await delivery.get(userPoolId, context);
    return observed.kind === 'Present'
      ? sending('live', observed.LogConfigurations)
      : { ...base, ...nothing, outcome: 'PoolNotFound', source: 'live' };
  } catch (error) {
    return { ...base, ...nothing, source: 'unknown', problem: describeError(error).message };
  }
}

/** Returns the event sources that nothing owns, if they are decided one by one: the record does not show what they send. */
const unownedSources = ({ Sources }: StatusRecord): readonly EventSource[] => {
  if (Sources === undefined) return [];
  const owned = ownedSources(Sources).filter(({ owner }) => owner !== null);
  return EVENT_SOURCES.filter((source) => !owned.some(({ eventSource }) => eventSource === source));
};

/** The problem of the pool itself, and those of its destinations. */
function findingsOf(
  record: StatusRecord | undefined,
  entries: readonly ObservedConfiguration[],
  missing: Known['missing'],
): readonly RowFinding[] {
  const own = record?.Finding;
  return [
    ...(own ? [{ problem: own.Problem, since: own.Since }] : []),
    ...destinationArns(entries).flatMap((arn) => {
      const found = missing.get(arn);
      return found ? [{ problem: found.Problem, since: found.Since, destination: arn }] : [];
    }),
  ];
}
