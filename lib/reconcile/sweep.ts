import { destinationArns } from '../domain/finding.ts';
import { isOnHold } from '../domain/mass-deletion-guard.ts';
import { isFinished, isSettled } from '../domain/outcome.ts';
import { checkDestinations, type DestinationPorts } from './destinations.ts';
import type {
  Backlog,
  CallContext,
  DesiredListing,
  Fleet,
  FleetStore,
  Queue,
  RecordListing,
  RecordSummary,
  UserPoolListing,
} from './ports.ts';
import { tellFleet, tellLast, tellStart } from './sweep-report.ts';

export interface SweepPorts extends DestinationPorts {
  readonly backlog: Backlog;
  readonly parameters: DesiredListing;
  readonly records: RecordListing;
  readonly pools: UserPoolListing;
  readonly queue: Pick<Queue, 'sendOwn'>;
  readonly fleet: FleetStore;
}

/** What a person may say with the sweep. */
export interface SweepInput {
  /** So many deletions at once are meant: a hold of no more than these is released. */
  readonly acceptDeletions: number;
}

const SAMPLE = 20;

/**
 * One pass over every pool: a message a pool, the fleet from the records. Reads the records before the
 * parameters, so that a pool taken up in between is never seen as one that lost its parameter. A pool with a
 * parameter is sent as soon as it is listed, since no hold concerns it; one without, when all are known.
 * Throws AwsCallError when a listing or the queue fails: a sweep on half a listing would see losses.
 */
export const sweep =
  (ports: SweepPorts) =>
  async (input: SweepInput, context: CallContext): Promise<Fleet> => {
    const id = ports.clock.now().toISOString();
    const waiting = await ports.backlog.waiting();
    const last = await ports.fleet.read();
    tellLast(ports, last);
    if (waiting > ports.settings.sweepSkipBacklog) return skip(ports, id, waiting);
    await tellStart(ports, id);
    const records = await collect(ports.records.pages());
    const { named, ignored } = await sendNamed(ports, id, context);
    const managed = records.filter(({ Status }) => !isFinished(Status.Outcome));
    const lost = managed.map(({ UserPoolId }) => UserPoolId).filter((poolId) => !named.has(poolId));
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
    const ids = new Set([...named, ...lost]);
    const unmanaged = await unmanagedPools(ports, ids, context);
    const settled = managed.filter(({ Status }) => isSettled(Status.Outcome));
    const missing = await checkDestinations(ports, id, senders(settled), context);
    const fleet: Fleet = {
      SweepId: id,
      At: ports.clock.now().toISOString(),
      Result: 'Swept',
      Managed: ids.size,
      Unmanaged: unmanaged.length,
      UnmanagedSample: unmanaged.slice(0, SAMPLE),
      IgnoredParameters: ignored,
      Lost: lost.length,
      Held: held,
      PoolsNotDelivering: settled.filter(({ Finding }) => Finding !== undefined).length,
      DestinationsMissing: missing.length,
      Outcomes: countOutcomes(managed),
    };
    await ports.fleet.write(fleet);
    await tellFleet(ports, fleet, last);
    return fleet;
  };

/** Sends each pool that has a parameter, page by page, once. */
async function sendNamed(
  ports: SweepPorts,
  sweepId: string,
  context: CallContext,
): Promise<{ readonly named: ReadonlySet<string>; readonly ignored: number }> {
  const named = new Set<string>();
  let ignored = 0;
  for await (const page of ports.parameters.pages(context)) {
    const fresh = page.userPoolIds.filter((id) => !named.has(id));
    for (const id of fresh) named.add(id);
    ignored += page.ignored;
    await send(ports, sweepId, fresh, false);
  }
  return { named, ignored };
}

async function send(
  { queue }: SweepPorts,
  SweepId: string,
  userPoolIds: readonly string[],
  Held: boolean,
): Promise<void> {
  await queue.sendOwn(
    'upkeep',
    userPoolIds.map((UserPoolId) => ({ Kind: 'Sweep', UserPoolId, SweepId, Held })),
  );
}

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

async function unmanagedPools(
  { pools }: SweepPorts,
  known: ReadonlySet<string>,
  context: CallContext,
): Promise<readonly string[]> {
  return (await collect(pools.pages(context))).filter((id) => !known.has(id));
}

function countOutcomes(records: readonly RecordSummary[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Status } of records) counts[Status.Outcome] = (counts[Status.Outcome] ?? 0) + 1;
  return counts;
}

/** How many pools send to each destination. */
function senders(records: readonly RecordSummary[]): ReadonlyMap<string, number> {
  const pools = new Map<string, number>();
  for (const arn of records.flatMap(({ LastApplied = [] }) => destinationArns(LastApplied)))
    pools.set(arn, (pools.get(arn) ?? 0) + 1);
  return pools;
}

function skip({ telemetry, clock }: SweepPorts, id: string, waiting: number): Fleet {
  telemetry.count('SweepsSkipped');
  telemetry.warn('sweep skipped: the upkeep queue is still long', { sweepId: id, waiting });
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
    Outcomes: {},
  };
}
