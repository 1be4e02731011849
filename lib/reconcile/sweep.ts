import { isSettled } from '../domain/outcome.ts';
import type { PoolDirectory } from '../domain/pool-directory.ts';
import { isManagedRecord } from '../domain/record.ts';
import { type ListedPool, replicasOf } from '../domain/replicas.ts';
import { collect } from './collect.ts';
import { checkDestinations, type DestinationPorts } from './destinations.ts';
import type { Fleet, LastFleet } from './fleet.ts';
import type { FleetPolicyPorts } from './fleet-policies.ts';
import { endFreeze, type FreezePorts, freezeOfSweep, type SweptFreeze } from './freeze.ts';
import { storedGauges } from './gauges.ts';
import { type AllParameters, listParameters } from './list-parameters.ts';
import type {
  Backlog,
  CallContext,
  Clock,
  DesiredListing,
  DirectoryStore,
  FleetStore,
  Queue,
  RecordListing,
  RecordSummary,
  ReplicaStore,
  RolloutStore,
  UserPoolListing,
} from './ports.ts';
import { recordDirectory } from './record-directory.ts';
import { recordReplicas } from './record-replicas.ts';
import { type RejectedPoliciesPorts, reportRejectedPolicies } from './rejected-policies.ts';
import { countOutcomes, poolsPerDestination, skip } from './sweep-fleet.ts';
import { reportFleet, reportLastSweep, reportSweepStart } from './sweep-report.ts';
import { sweptPolicies } from './swept-policies.ts';
import {
  dividedPools,
  hasDividedPools,
  type SweptMessage,
  type SweptPools,
  wholePools,
} from './swept-pools.ts';
import { waitForReads } from './wait-for-reads.ts';

export interface SweepPorts extends DestinationPorts, FleetPolicyPorts, RejectedPoliciesPorts, FreezePorts {
  readonly desired: FleetPolicyPorts['desired'] & FreezePorts['desired'];
  readonly clock: Clock;
  readonly backlog: Backlog;
  readonly parameters: DesiredListing;
  readonly records: RecordListing;
  readonly pools: UserPoolListing;
  readonly queue: Queue;
  readonly fleet: FleetStore;
  readonly replicas: ReplicaStore;
  readonly directory: DirectoryStore;
  readonly rollouts: RolloutStore;
}

export interface SweepInput {
  /** Confirms up to this many deletions: a hold on no more than these ends. */
  readonly acceptDeletions: number;
  /** The service was frozen or unfrozen just now. The sweep begins after `recheckDelay`. */
  readonly isFreezeChange?: boolean;
}

/** The number of unmanaged pools, and of misnamed policies, that the result names. */
const MAX_SAMPLE = 20;

/**
 * One pass over every pool: sends one message per pool and counts the fleet from the records. It reads the records
 * before the parameters, so that a pool that becomes managed in between is never counted as one that lost its
 * parameter. In a fleet without policies, pools with a parameter are sent while the listing continues, because no hold
 * concerns them; the others are sent when everything that they depend on is listed. Throws AwsCallError when a listing or
 * the queue fails: an incomplete listing would look like deletions. While the service is frozen, the sweep only looks and reports.
 * The first sweep after that treats every pool as updated, because its events were dropped.
 */
export const sweep =
  (ports: SweepPorts) =>
  async (input: SweepInput, context: CallContext): Promise<Fleet> => {
    if (input.isFreezeChange) await waitForReads(ports);
    const id = ports.clock.now().toISOString();
    const freeze = await freezeOfSweep(ports, context);
    const waiting = await ports.backlog.waiting();
    const last = await ports.fleet.read();
    reportLastSweep(ports, last);
    if (waiting > ports.settings.sweepSkipBacklog && freeze.recorded === undefined)
      return skip(ports, id, waiting);
    await reportSweepStart(ports, id);
    const { swept, records, listed, parameters, before } = await sendMessages(
      ports,
      id,
      { acceptDeletions: freeze.isFrozen ? 0 : input.acceptDeletions, freeze },
      last,
      context,
    );
    const { managed: ids } = swept;
    const unmanaged = listed.map((pool) => pool.id).filter((poolId) => !ids.has(poolId));
    const replicas = replicasOf(listed, ids, ports.settings.region);
    await recordReplicas(ports, replicas);
    const recorded = new Set(records.map(({ UserPoolId }) => UserPoolId));
    const directory = { sweepId: id, last, before, listed, managed: ids, recorded };
    const { since: DirectorySince, newUnmanaged } = await recordDirectory(ports, directory);
    const managed = records.filter(isManagedRecord);
    const settled = managed.filter(({ Status }) => isSettled(Status.Outcome));
    const findings = await checkDestinations(ports, id, poolsPerDestination(settled), context);
    const At = ports.clock.now().toISOString();
    const gauges = {
      SweepHeld: Number(swept.held),
      DestinationsMissing: findings.length,
      NewUnmanagedPools: newUnmanaged,
      // The metric can have had any value since the freeze began.
      FrozenAge: Number(freeze.recorded !== undefined),
    };
    const fleet: Fleet = {
      SweepId: id,
      At,
      Result: 'Swept',
      Managed: ids.size,
      Unmanaged: unmanaged.length,
      UnmanagedSample: unmanaged.slice(0, MAX_SAMPLE),
      IgnoredParameters: parameters.ignored,
      Lost: swept.lost,
      Held: swept.held,
      PoolsNotDelivering: settled.filter(({ Finding }) => Finding !== undefined).length,
      DestinationsMissing: findings.length,
      Replicated: replicas.size,
      Outcomes: countOutcomes(managed),
      ...(swept.coverage && { Coverage: swept.coverage }),
      ...(parameters.misnamedPolicies.length > 0 && {
        MisnamedPolicies: parameters.misnamedPolicies.slice(0, MAX_SAMPLE),
      }),
      ...(swept.heldPolicies.length > 0 && {
        HeldPolicies: swept.heldPolicies,
        FleetHeld: swept.isFleetHeld,
      }),
      ...(freeze.isFrozen && { Frozen: true }),
      DirectorySince,
      NewUnmanagedPools: newUnmanaged,
      Gauges: storedGauges(gauges, last?.Gauges, At),
    };
    await ports.fleet.write(fleet);
    await reportFleet(ports, fleet, last);
    if (!freeze.isFrozen && freeze.recorded)
      await endFreeze(ports, freeze.recorded, swept.messages.length, context);
    return fleet;
  };

interface Sent {
  readonly swept: SweptPools;
  readonly records: readonly RecordSummary[];
  readonly listed: readonly ListedPool[];
  /** The directory that the last sweep stored. */
  readonly before: PoolDirectory | undefined;
  readonly parameters: AllParameters;
}

/** Lists records, parameters and pools, and sends one message for each pool. */
async function sendMessages(
  ports: SweepPorts,
  sweepId: string,
  { acceptDeletions, freeze }: SweepInput & { readonly freeze: SweptFreeze },
  last: LastFleet | undefined,
  context: CallContext,
): Promise<Sent> {
  const { isFrozen } = freeze;
  const isAfterFreeze = freeze.recorded !== undefined;
  const records = await collect(ports.records.pages());
  const sent = new Set<string>();
  const sendAll = async (messages: readonly SweptMessage[]): Promise<void> => {
    if (!isFrozen) await send(ports, sweepId, messages, isAfterFreeze);
  };
  const sendNow = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) sent.add(id);
    await sendAll(ids.map(withParameter));
  };
  const names = await ports.policyNames.read();
  const isWhole = names.length === 0 && records.every(({ Sources }) => Sources === undefined);
  const parameters = await listParameters(ports.parameters, context, isWhole ? sendNow : undefined);
  const policies = await sweptPolicies(ports, parameters.policies, records, freeze, context);
  if (names.length > 0 || policies.length > 0)
    await reportRejectedPolicies(
      ports,
      policies.map(({ current }) => current),
    );
  const listings = { sweepId, last, accepted: acceptDeletions, isAfterFreeze, records, parameters, policies };
  const rest = ({ messages }: SweptPools) => messages.filter(({ userPoolId }) => !sent.has(userPoolId));
  const isDivided = hasDividedPools(listings);
  const whole = isDivided ? undefined : wholePools(listings, ports.settings);
  if (whole) await sendAll(rest(whole));
  const listed = await collect(ports.pools.pages(context));
  const before = await ports.directory.read();
  const swept = whole ?? (await dividedPools(ports, listings, listed, before, context));
  if (isDivided) await sendAll(rest(swept));
  return { swept, records, listed, before, parameters };
}

const withParameter = (userPoolId: string): SweptMessage => ({
  userPoolId,
  held: false,
  confirmFacts: false,
});

async function send(
  { queue }: SweepPorts,
  SweepId: string,
  messages: readonly SweptMessage[],
  isAfterFreeze: boolean,
): Promise<void> {
  await queue.send(
    'upkeep',
    messages.map(({ userPoolId, held, confirmFacts }) => ({
      Kind: 'Sweep',
      UserPoolId: userPoolId,
      SweepId,
      Held: held,
      ...(confirmFacts && { ConfirmFacts: true }),
      ...(isAfterFreeze && { AfterFreeze: true }),
    })),
  );
}
