import type { Observed } from '../domain/decide/action.ts';
import type { Rejection } from '../domain/decide/after-set.ts';
import type { StoredParameter } from '../domain/desired.ts';
import type { DestinationFinding, DestinationProblem, PoolProtection } from '../domain/finding.ts';
import type { RecordedFreeze, StoredFreeze } from '../domain/freeze.ts';
import type { LogConfiguration } from '../domain/log-configuration.ts';
import type { OwnMessage } from '../domain/message/own-message.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { PoolDirectory } from '../domain/pool-directory.ts';
import type { PoolRecord, RecordedOwners } from '../domain/record.ts';
import type { ListedPool, Replicas } from '../domain/replicas.ts';
import type { PolicyRollout } from '../domain/rollout/rollout.ts';
import type { Fleet, LastFleet } from './fleet.ts';
import type { CategoryCountName, CountName, ValueName } from './metrics.ts';

/**
 * The interfaces that the use cases need from AWS. Every method may throw AwsCallError when a call fails, and
 * RateLimitTimeoutError when the rate limiter has no slot before the deadline of the call's context.
 */

/** The queue that a message came from. Calls for `edits` go before calls for `upkeep`. */
export type QueueName = 'edits' | 'upkeep';

/** The priority of a call, and how long it may wait for its slot. */
export interface CallContext {
  readonly priority: QueueName;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Runs before each attempt after the first one. An error of it ends the call. */
  readonly beforeRetry?: () => Promise<void>;
}

export interface DesiredStore {
  /** Returns the parameters of these pools. Pools without a parameter are not in the map. Calls may overlap. */
  read(userPoolIds: readonly string[], context: CallContext): Promise<ReadonlyMap<string, StoredParameter>>;
  /** Returns the parameters of these policies, by name. A policy without a parameter is not in the map. */
  readPolicies(names: readonly string[], context: CallContext): Promise<ReadonlyMap<string, StoredParameter>>;
  /** Returns the parameter that freezes the service while it exists. Throws if it cannot be read: it may exist. */
  readFreeze(context: CallContext): Promise<StoredParameter | undefined>;
}

/** Stores that a freeze left work undone, until a sweep has reconciled all pools after it. */
export interface FreezeStore {
  /** Strongly consistent. */
  read(): Promise<StoredFreeze>;
  /** `createdAt`: when the parameter was created, if that is known. Returns whether no freeze was stored before. */
  mark(at: string, createdAt?: string): Promise<boolean>;
  /** Removes the freeze. Returns `Conflict` if another function has marked it since it was read. */
  end(recorded: RecordedFreeze, catchUpUntil: string): Promise<'Ended' | 'Conflict'>;
}

/** Stores the rollouts of policies. */
export interface RolloutStore {
  /** Returns the rollouts of these policies, by name. Strongly consistent. */
  read(names: readonly string[]): Promise<ReadonlyMap<string, PolicyRollout>>;
  /** Conditional write: succeeds only if the stored revision is `rollout.Revision - 1`. Returns `Conflict` otherwise. */
  write(rollout: PolicyRollout): Promise<'Stored' | 'Conflict'>;
}

/** Stores a set of names. */
export interface NameSet {
  read(): Promise<readonly string[]>;
  add(names: readonly string[]): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
}

/** The names of the policies, so that a fleet without policies reads none from Parameter Store. */
export type PolicyNames = NameSet;

export interface DesiredListing {
  /** Lists every parameter below the prefix, in pages. */
  pages(context: CallContext): AsyncIterable<ParameterPage>;
}

export interface ParameterPage {
  readonly userPoolIds: readonly string[];
  /** The parameters among these pools that can leave an event source to policies. */
  readonly inheriting: ReadonlyMap<string, StoredParameter>;
  readonly policies: ReadonlyMap<string, StoredParameter>;
  /** The number of names that are neither a pool's nor a policy's. */
  readonly ignored: number;
  /** The part behind `<prefix>/policies/` of those that cannot be the name of a policy. */
  readonly misnamedPolicies: readonly string[];
}

/** Lists the tags of the user pools. Pools that never had a tag are missing, and entries can be stale. */
export interface TaggedPools {
  list(context: CallContext): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
}

export type SetResult =
  | { readonly kind: 'Accepted' }
  | { readonly kind: 'Rejected'; readonly rejection: Rejection }
  | { readonly kind: 'NotFound'; readonly rejection: Rejection };

/** Every call uses a slot of the account's quota. Throttled calls are retried until the deadline. */
export interface LogDelivery {
  get(userPoolId: string, context: CallContext): Promise<Observed>;
  /** Acquires the slot of a write, so that the reads before it are as late as possible. */
  acquireWrite(context: CallContext): Promise<void>;
  /**
   * Replaces the whole list. The slot of the first attempt must be acquired before. `NotFound` means the pool or a
   * destination: the caller finds out which.
   */
  set(
    userPoolId: string,
    configurations: readonly LogConfiguration[],
    context: CallContext,
  ): Promise<SetResult>;
}

export interface UserPoolListing {
  /**
   * Lists the user pools in the account and Region, in pages. Whether it contains the replica of a pool of another Region is
   * [unverified].
   */
  pages(context: CallContext): AsyncIterable<readonly ListedPool[]>;
}

/** Checks whether a destination exists and can receive logs. */
export interface DestinationCheck {
  /** Returns `undefined` when no problem was found. Throws AwsCallError when the check itself fails or is denied. */
  check(arn: string): Promise<DestinationProblem | undefined>;
}

/** Stores the destinations that cannot receive logs, as found by the last check of each. */
export interface FindingStore {
  read(): Promise<readonly DestinationFinding[]>;
  write(findings: readonly DestinationFinding[]): Promise<void>;
}

/** Stores the replicas that the last sweep found. */
export interface ReplicaStore {
  read(): Promise<Replicas>;
  write(replicas: Replicas): Promise<void>;
}

/** Stores the names of the pools that the last sweep listed, and which of them are unmanaged. */
export interface DirectoryStore {
  /** Returns `undefined` before the first write. */
  read(): Promise<PoolDirectory | undefined>;
  write(directory: PoolDirectory): Promise<void>;
}

/** Tier and threat protection, which log delivery depends on, and the other facts that policies depend on. */
export interface PoolDescription extends PoolProtection {
  readonly Name: string;
  readonly Tags: Readonly<Record<string, string>>;
}

export interface PoolDescriptions {
  /** Returns `undefined` when the pool does not exist. */
  read(userPoolId: string, context: CallContext): Promise<PoolDescription | undefined>;
}

export interface RecordStore {
  /** Strongly consistent. */
  read(userPoolId: string): Promise<PoolRecord | undefined>;
  /**
   * Conditional write: succeeds only if the stored revision is `record.Revision - 1` (no stored record for
   * revision 1). Returns `Conflict` otherwise.
   */
  write(record: PoolRecord): Promise<'Stored' | 'Conflict'>;
}

/** The part of a record that the sweep reads: everything except its history. */
export type RecordSummary = Pick<
  PoolRecord,
  'UserPoolId' | 'Status' | 'DeletedAt' | 'LastApplied' | 'Finding' | 'Facts'
> &
  RecordedOwners;

export interface RecordListing {
  pages(): AsyncIterable<readonly RecordSummary[]>;
}

/** Stores the result of the last complete sweep. */
export interface FleetStore {
  /** Returns `undefined` before the first sweep. Strongly consistent. */
  read(): Promise<LastFleet | undefined>;
  write(fleet: Fleet): Promise<void>;
}

export interface Queue {
  /** Sends messages to a queue, in batches. Throws AwsCallError when a message was not accepted. */
  send(queueName: QueueName, messages: readonly OwnMessage[]): Promise<void>;
}

export interface Requeue {
  /** Keeps the message in its queue and makes it visible again after this many seconds. */
  delay(queueName: QueueName, receiptHandle: string, seconds: number): Promise<void>;
  /**
   * Makes these messages, up to 10, visible again after this many seconds, unless they are deleted before. Throws if one of them
   * is not changed.
   */
  hold(queueName: QueueName, receiptHandles: readonly string[], seconds: number): Promise<void>;
  /** Sends the body to the dead-letter queue of this queue, with the name of the error. */
  deadLetter(queueName: QueueName, body: string, errorName: string): Promise<void>;
}

/** Counts the failures of each message. SQS counts receives, and a deferred message is received again too. */
export interface FailureCounts {
  /** Adds one failure and returns the new count. */
  add(messageId: string): Promise<number>;
}

export interface Backlog {
  /** Returns the approximate number of messages in the upkeep queue, delayed ones included. */
  waiting(): Promise<number>;
}

export interface Publisher {
  /** Publishes events to EventBridge. */
  publish(events: readonly ServiceEvent[]): Promise<void>;
}

export interface ServiceEvent {
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Logs and metrics. Never pass a parameter's value: pass names, ids, outcomes and counts. */
export interface Telemetry {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
  count(metric: CountName, value?: number): void;
  countOf(metric: CategoryCountName, category: string): void;
  measure(metric: ValueName, value: number): void;
  /** Like `measure`, for a value that no alarm needs: with the setting `metrics: basic`, only the log contains it. */
  record(metric: ValueName, value: number): void;
  /** Reports how many managed pools have this outcome. */
  measurePools(outcome: Outcome, pools: number): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}

/** Returns a number in [0, 1). */
export type Random = () => number;
