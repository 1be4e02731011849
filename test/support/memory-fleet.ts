import type { StoredParameter } from '../../lib/domain/desired.ts';
import type { DestinationProblem } from '../../lib/domain/finding.ts';
import type { StoredFreeze } from '../../lib/domain/freeze.ts';
import type { LogConfiguration, ObservedConfiguration } from '../../lib/domain/log-configuration.ts';
import type { OwnMessage } from '../../lib/domain/message/own-message.ts';
import { fromOwn } from '../../lib/domain/message/own-message.ts';
import { policyParameterName } from '../../lib/domain/policy/policy.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { rankOf } from '../../lib/domain/rollout/rank.ts';
import type { OpenRollout, PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { driveRollouts, type RolloutPorts } from '../../lib/reconcile/drive-rollouts.ts';
import { AwsCallError, FrozenError } from '../../lib/reconcile/errors.ts';
import { knownOf } from '../../lib/reconcile/known-pool.ts';
import { policyNamesFor, readPolicies } from '../../lib/reconcile/policy-inputs.ts';
import { type PoolPorts, reconcilePool } from '../../lib/reconcile/pool.ts';
import type { FreezeStore, NameSet, PoolDescription } from '../../lib/reconcile/ports.ts';
import { recordingPublisher } from './recording-publisher.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { memoryRollouts } from './rollouts.ts';
import { NOON, parameter, settings } from './situation.ts';

const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;
const REJECTED = {
  kind: 'Rejected',
  rejection: { name: 'InvalidParameterException', message: 'no' },
} as const;

/** Returns a set of names in memory. */
export function memoryNames(names = new Set<string>()): NameSet {
  return {
    read: async () => [...names].toSorted(),
    async add(added) {
      for (const name of added) names.add(name);
    },
    async remove(removed) {
      for (const name of removed) names.delete(name);
    },
  };
}

/** Stores a freeze in memory. */
export function memoryFreeze(): FreezeStore {
  let stored: StoredFreeze = {};
  return {
    read: async () => stored,
    async mark(At, createdAt) {
      const { recorded } = stored;
      const BeganAt = createdAt ?? recorded?.BeganAt ?? At;
      stored = { ...stored, recorded: { Since: recorded?.Since ?? At, At, BeganAt } };
      return recorded === undefined;
    },
    async end(recorded, catchUpUntil) {
      if (stored.recorded?.At !== recorded.At) return 'Conflict';
      stored = { catchUpUntil };
      return 'Ended';
    },
  };
}

async function* onePage<T>(page: T): AsyncIterable<T> {
  yield page;
}

/**
 * A fleet in memory: Parameter Store, pools, records, queue, the policies function and a worker, with a clock that only the test
 * moves. No read lags, and a pool has the tier PLUS unless `tiers` contains another one.
 */
export function memoryFleet(ids: readonly string[]) {
  const texts = new Map<string, { readonly value: string; readonly version: number }>();
  const names = new Set<string>();
  const rollouts = memoryRollouts();
  const records = new Map<string, PoolRecord>();
  const onPools = new Map<string, readonly ObservedConfiguration[]>();
  const queue: OwnMessage[] = [];
  const rejecting = new Set<string>();
  const missing = new Map<string, DestinationProblem>();
  const tiers = new Map<string, string>();
  const gone = new Set<string>();
  const throttled = new Set<string>();
  const { publisher, events } = recordingPublisher();
  const { telemetry, recorded } = recordingTelemetry();
  const calls = { listings: 0, reads: 0 };
  const waits: number[] = [];
  const frozen: StoredParameter[] = [];
  let time = NOON.getTime();

  const description = (id: string): PoolDescription => ({
    Name: `name-${id.slice(-2)}`,
    Tags: {},
    UserPoolTier: tiers.get(id) ?? 'PLUS',
    AdvancedSecurityMode: 'AUDIT',
  });
  const stored = (): ReadonlyMap<string, StoredParameter> =>
    new Map(
      [...texts].map(([name, one]) => [
        name,
        parameter(one.value, { name: policyParameterName(settings.prefix, name), version: one.version }),
      ]),
    );
  const listing = <T>(page: T): AsyncIterable<T> => {
    calls.listings += 1;
    return onePage(page);
  };

  const ports: RolloutPorts & PoolPorts = {
    settings,
    telemetry,
    publisher,
    rollouts,
    clock: { now: () => new Date(time), sleep: async (ms) => void waits.push(ms) },
    policyNames: memoryNames(names),
    freeze: memoryFreeze(),
    reportedPolicies: memoryNames(),
    destinations: { check: async (arn) => missing.get(arn) },
    backlog: { waiting: async () => queue.length },
    desired: {
      read: async () => new Map(),
      readFreeze: async () => frozen.at(-1),
      async readPolicies(wanted) {
        calls.reads += 1;
        return new Map([...stored()].filter(([name]) => wanted.includes(name)));
      },
    },
    taggedPools: { list: async () => new Map() },
    parameters: {
      pages: () =>
        listing({
          userPoolIds: [],
          inheriting: new Map(),
          policies: stored(),
          misnamedPolicies: [],
          ignored: 0,
        }),
    },
    records: {
      pages: () => listing([...records.values()]),
      read: async (id) => records.get(id),
      async write(record) {
        if ((records.get(record.UserPoolId)?.Revision ?? 0) !== record.Revision - 1) return 'Conflict';
        records.set(record.UserPoolId, record);
        return 'Stored';
      },
    },
    pools: {
      pages: () =>
        listing(
          ids
            .filter((id) => !gone.has(id))
            .map((id) => ({ id, name: description(id).Name, replicaRegions: [] })),
        ),
    },
    descriptions: { read: async (id) => (gone.has(id) ? undefined : description(id)) },
    delivery: {
      get: async (id) =>
        gone.has(id)
          ? { kind: 'PoolNotFound' }
          : { kind: 'Present', LogConfigurations: onPools.get(id) ?? [] },
      acquireWrite: async () => undefined,
      async set(id, configurations) {
        if (throttled.has(id))
          throw new AwsCallError(
            'Throttled',
            'SetLogDeliveryConfiguration',
            'TooManyRequestsException',
            undefined,
          );
        if (rejecting.has(id)) return REJECTED;
        onPools.set(id, configurations);
        return { kind: 'Accepted' };
      },
    },
    queue: {
      async send(_, messages) {
        queue.push(...messages);
      },
    },
  };

  /** Processes one message as the worker does. */
  async function handle(message: OwnMessage): Promise<void> {
    const parsed = fromOwn(JSON.parse(JSON.stringify(message)));
    if (parsed?.kind !== 'Key') throw new Error(`malformed: ${JSON.stringify(message)}`);
    const record = records.get(parsed.key.userPoolId);
    const known = policyNamesFor([...names], [record]);
    const versions = await readPolicies(ports, known, context);
    const report = await reconcilePool(ports)(
      parsed.key,
      knownOf(ports, parsed.key.userPoolId, record, undefined, versions),
      context,
    );
    // The worker drops the message, as reconcileBatch does.
    if (report.kind === 'Unfinished' && report.error instanceof FrozenError) return;
    const isThrottled = report.kind === 'Unfinished' && throttled.has(parsed.key.userPoolId);
    if (report.kind === 'Unfinished' && !isThrottled) throw report.error;
  }

  const fleet = {
    ports,
    names,
    rollouts,
    records,
    onPools,
    queue,
    rejecting,
    missing,
    tiers,
    /** The pools that were deleted. */
    gone,
    /** The pools whose writes Cognito throttles. */
    throttled,
    events,
    recorded,
    calls,
    waits,
    /** Writes the parameter of a policy without an event. */
    put(name: string, value: unknown): void {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      texts.set(name, { value: text, version: (texts.get(name)?.version ?? 0) + 1 });
    },
    /** Creates the parameter that freezes the service. */
    freeze: (): void => void frozen.push(parameter('{"Reason": "incident 12"}')),
    unfreeze: (): void => void frozen.splice(0),
    /** Deletes the parameter of a policy without an event. */
    remove: (name: string): void => void texts.delete(name),
    advance: (seconds: number): void => {
      time += seconds * 1000;
    },
    /** Runs the policies function: for an edit of these policies, or as the schedule does. */
    drive: (...edited: readonly string[]) => driveRollouts(ports)({ names: edited }, context),
    /** Processes all messages of the queue. Returns the pools, sorted. */
    async work(): Promise<readonly string[]> {
      const messages = queue.splice(0);
      for (const message of messages) await handle(message);
      return messages.map(({ UserPoolId }) => UserPoolId).toSorted();
    },
    /** Processes the queue, and then runs the policies function one minute later. */
    async minute(): Promise<void> {
      await fleet.work();
      fleet.advance(60);
      await fleet.drive();
    },
    /** Runs minutes until no rollout has anything to do. */
    async settle(): Promise<void> {
      for (let minutes = 0; minutes < 20; minutes++) await fleet.minute();
    },
    /** Writes a policy and waits until all of its pools have it. */
    async roll(name: string, value: unknown): Promise<void> {
      fleet.put(name, value);
      await fleet.drive(name);
      await fleet.settle();
      events.splice(0);
    },
    /** The pools that receive a message, sorted. */
    sentTo: (): readonly string[] => queue.map(({ UserPoolId }) => UserPoolId).toSorted(),
    /** The pools with an entry that contains this text, sorted. */
    poolsWith: (text: string): readonly string[] =>
      ids.filter((id) => JSON.stringify(onPools.get(id) ?? []).includes(text)).toSorted(),
    rollout(name: string): PolicyRollout {
      const rollout = rollouts.stored.get(name);
      if (rollout === undefined) throw new Error(`no rollout of ${name}`);
      return rollout;
    },
    open(name: string): OpenRollout {
      const { Open } = fleet.rollout(name);
      if (Open === undefined) throw new Error(`no open rollout of ${name}`);
      return Open;
    },
    outcomeOf: (id: string) => records.get(id)?.Status.Outcome,
    rolloutEvents: (): readonly string[] =>
      events.flatMap(({ detailType }) => (detailType.startsWith('Rollout ') ? [detailType] : [])),
    halted: (): number | undefined => recorded.values.get('RolloutsHalted')?.at(-1),
  };
  return fleet;
}

/** Returns the pools in the order of the rollouts of a policy. */
export const inOrder = (name: string, ids: readonly string[]): readonly string[] =>
  ids.toSorted((a, b) => rankOf(name, a) - rankOf(name, b));

export const poolIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `eu-west-1_pool${String(at).padStart(2, '0')}`);

/** A policy for every pool. */
export const everyPool = (...LogConfigurations: readonly LogConfiguration[]) => ({
  Select: {},
  LogConfigurations,
});
