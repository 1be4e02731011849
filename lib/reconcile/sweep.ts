import { destinationArns } from '../domain/finding.ts';
import { isOnHold } from '../domain/mass-deletion-guard.ts';
import { isFinished, isSettled } from '../domain/outcome.ts';
import { replicasOf } from '../domain/replicas.ts';
import { checkDestinations, type DestinationPorts } from './destinations.ts';
import type {
  Backlog,
  CallContext,
  DesiredListing,
  DirectoryStore,
  Fleet,
  FleetStore,
  Queue,
  RecordListing,
  RecordSummary,
  ReplicaStore,
  UserPoolListing,
} from './ports.ts';
import { recordDirectory } from './record-directory.ts';
import { recordReplicas } from './record-replicas.ts';
import { reportFleet, reportLastSweep, reportSweepStart } from './sweep-report.ts';

export interface SweepPorts extends DestinationPorts {
  readonly backlog: Backlog;
  readonly parameters: DesiredListing;
  readonly records: RecordListing;
  readonly pools: UserPoolListing;
  readonly queue: Queue;
  readonly fleet: FleetStore;
  readonly replicas: ReplicaStore;
  readonly directory: DirectoryStore;
}

/** The input that an operator can pass to a sweep. */
export interface SweepInput {
  /** Confirms up to this many deletions: a hold on no more than these ends. */
  readonly acceptDeletions: number;
}

/** The number of unmanaged pools that the result names. */
const UNMANAGED_SAMPLE = 20;

/**
 * One pass over every pool: sends one message per pool and counts the fleet from the records. It reads the records
 * before the parameters, so that a pool that becomes managed in between is never counted as one that lost its
 * parameter. Pools with a parameter are sent while the listing continues, because no hold concerns them; pools
 * without one are sent when all parameters are known. Throws AwsCallError when a listing or the queue fails: an
 * incomplete listing would look like deletions.
 */
export const sweep =
  (ports: SweepPorts) =>
  async (input: SweepInput, context: CallContext): Promise<Fleet> => {
    const id = ports.clock.now().toISOString();
    const waiting = await ports.backlog.waiting();
    const last = await ports.fleet.read();
    reportLastSweep(ports, last);
    if (waiting > ports.settings.sweepSkipBacklog) return skip(ports, id, waiting);
    await reportSweepStart(ports, id);
    const records = await collect(ports.records.pages());
    const { withParameter, ignored } = await sendPoolsWithParameter(ports, id, context);
    const managed = records.filter(({ Status }) => !isFinished(Status.Outcome));
    const lost = managed.map(({ UserPoolId }) => UserPoolId).filter((poolId) => !withParameter.has(poolId));
    const held = isOnHold(
      {
        managed: managed.length,
        lost: lost.length,
        accepted: input.acceptDeletions,
        wasHeld: last?.Held ?? false,
      },
      ports.settings,
    );
    await send(ports, id, lost, held);
    const ids = new Set([...withParameter, ...lost]);
    const listed = await collect(ports.pools.pages(context));
    const unmanaged = listed.map((pool) => pool.id).filter((poolId) => !ids.has(poolId));
    const replicas = replicasOf(listed, ids, ports.settings.region);
    await recordReplicas(ports, replicas);
    const recorded = new Set(records.map(({ UserPoolId }) => UserPoolId));
    const DirectorySince = await recordDirectory(ports, {
      sweepId: id,
      last,
      listed,
      managed: ids,
      recorded,
    });
    const settled = managed.filter(({ Status }) => isSettled(Status.Outcome));
    const findings = await checkDestinations(ports, id, poolsPerDestination(settled), context);
    const fleet: Fleet = {
      SweepId: id,
      At: ports.clock.now().toISOString(),
      Result: 'Swept',
      Managed: ids.size,
      Unmanaged: unmanaged.length,
      UnmanagedSample: unmanaged.slice(0, UNMANAGED_SAMPLE),
      IgnoredParameters: ignored,
      Lost: lost.length,
      Held: held,
      PoolsNotDelivering: settled.filter(({ Finding }) => Finding !== undefined).length,
      DestinationsMissing: findings.length,
      Replicated: replicas.size,
      Outcomes: countOutcomes(managed),
      DirectorySince,
    };
    await ports.fleet.write(fleet);
    await reportFleet(ports, fleet, last);
    return fleet;
  };

/** Sends one message for each pool that has a parameter, page by page. A pool that is listed twice is sent once. */
async function sendPoolsWithParameter(
  ports: SweepPorts,
  sweepId: string,
  context: CallContext,
): Promise<{ readonly withParameter: ReadonlySet<string>; readonly ignored: number }> {
  const withParameter = new Set<string>();
  let ignored = 0;
  for await (const page of ports.parameters.pages(context)) {
    const added = page.userPoolIds.filter((id) => !withParameter.has(id));
    for (const id of added) withParameter.add(id);
    ignored += page.ignored;
    await send(ports, sweepId, added, false);
  }
  return { withParameter, ignored };
}

async function send(
  { queue }: SweepPorts,
  SweepId: string,
  userPoolIds: readonly string[],
  Held: boolean,
): Promise<void> {
  await queue.send(
    'upkeep',
    userPoolIds.map((UserPoolId) => ({ Kind: 'Sweep', UserPoolId, SweepId, Held })),
  );
}

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

function countOutcomes(records: readonly RecordSummary[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Status } of records) counts[Status.Outcome] = (counts[Status.Outcome] ?? 0) + 1;
  return counts;
}

/** Returns how many pools send to each destination. */
function poolsPerDestination(records: readonly RecordSummary[]): ReadonlyMap<string, number> {
  const pools = new Map<string, number>();
  for (const arn of records.flatMap(({ LastApplied = [] }) => destinationArns(LastApplied)))
    pools.set(arn, (pools.get(arn) ?? 0) + 1);
  return pools;
}

function skip({ telemetry, clock }: SweepPorts, id: string, waiting: number): Fleet {
  telemetry.count('SweepsSkipped');
  telemetry.warn('sweep skipped', { sweepId: id, waiting });
  return {
    SweepId: id,
    At: clock.now().toISOString(),
    Result: 'Skipped',
    Managed: 0,
    Unmanaged: 0,
    UnmanagedSample: [],
    IgnoredParameters: 0,
    Lost: 0,
    Held: false,
    PoolsNotDelivering: 0,
    DestinationsMissing: 0,
    Replicated: 0,
    Outcomes: {},
  };
}
