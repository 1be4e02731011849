import type { Observed } from '../domain/decide/action.ts';
import type { Rejection } from '../domain/decide/after-set.ts';
import type { StoredParameter } from '../domain/desired.ts';
import type { DestinationFinding, DestinationProblem, PoolProtection } from '../domain/finding.ts';
import type { LogConfiguration } from '../domain/log-configuration.ts';
import type { OwnMessage } from '../domain/message.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { PoolRecord } from '../domain/record.ts';
import type { CategoryCountName, CountName, ValueName } from './metrics.ts';

/** Which queue the work came from: a person's edit goes before upkeep. */
export type QueueName = 'edits' | 'upkeep';

/** For whom a call is made, and until when it may wait for its slot. */
export interface CallContext {
  readonly priority: QueueName;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** A failing call throws AwsCallError, one without a slot before the deadline RateLimitTimeoutError; so do all below. */
export interface DesiredStore {
  /** The parameters of these pools; those that have none are not in the map. May be called concurrently. */
  read(userPoolIds: readonly string[], context: CallContext): Promise<ReadonlyMap<string, StoredParameter>>;
}

export interface DesiredListing {
  /** Page by page, every name below the prefix: the pools named, and how many names are no pool's. */
  pages(
    context: CallContext,
  ): AsyncIterable<{ readonly userPoolIds: readonly string[]; readonly ignored: number }>;
}

export type SetResult =
  | { readonly kind: 'Accepted' }
  | { readonly kind: 'Rejected'; readonly rejection: Rejection }
  | { readonly kind: 'NotFound'; readonly rejection: Rejection };

/** Each attempt takes a slot of the account's quota; throttled calls are tried again until the deadline. */
export interface LogDelivery {
  get(userPoolId: string, context: CallContext): Promise<Observed>;
  /** Replaces the whole list. `NotFound` is the pool or a destination: the caller looks which. */
  set(
    userPoolId: string,
    configurations: readonly LogConfiguration[],
    context: CallContext,
  ): Promise<SetResult>;
}

export interface UserPoolListing {
  pages(context: CallContext): AsyncIterable<readonly string[]>;
}

/** Looks whether a destination is there and takes logs. */
export interface DestinationCheck {
  /** Undefined: nothing is wrong with it. Throws AwsCallError where it cannot be told, a denied look included. */
  check(arn: string): Promise<DestinationProblem | undefined>;
}

/** The destinations that were found to take no logs, as the last look at each had it. */
export interface FindingStore {
  read(): Promise<readonly DestinationFinding[]>;
  write(findings: readonly DestinationFinding[]): Promise<void>;
}

/** What a pool's log delivery depends on besides its configuration. */
export interface PoolProtections {
  /** Undefined: there is no such pool. */
  read(userPoolId: string, context: CallContext): Promise<PoolProtection | undefined>;
}

export interface RecordStore {
  /** Strongly consistent. */
  read(userPoolId: string): Promise<PoolRecord | undefined>;
  /** Stores if the stored revision is the one before (0: none is stored); `Lost` when somebody was faster. */
  write(record: PoolRecord): Promise<'Stored' | 'Conflict'>;
}

/** A record as the sweep needs it: without its history. */
export type RecordSummary = Pick<
  PoolRecord,
  'UserPoolId' | 'Status' | 'DeletedAt' | 'LastApplied' | 'Finding'
>;

export interface RecordListing {
  pages(): AsyncIterable<readonly RecordSummary[]>;
}

/** What the last complete sweep found, kept for whoever asks. */
export interface FleetStore {
  /** Undefined: there was none yet. Strongly consistent. */
  read(): Promise<LastFleet | undefined>;
  write(fleet: Fleet): Promise<void>;
}

export interface Fleet {
  readonly SweepId: string;
  readonly At: string;
  /** `Skipped`: the upkeep queue was still long. */
  readonly Result: 'Swept' | 'Skipped';
  readonly Managed: number;
  readonly Unmanaged: number;
  readonly UnmanagedSample: readonly string[];
  readonly IgnoredParameters: number;
  /** Managed pools without a parameter. */
  readonly Lost: number;
  readonly Held: boolean;
  /** Managed pools whose tier or threat protection keeps their logs from flowing. */
  readonly PoolsNotDelivering: number;
  readonly DestinationsMissing: number;
  readonly Outcomes: Readonly<Record<string, number>>;
}

/** As far as the next sweep needs it. */
export type LastFleet = Pick<Fleet, 'At' | 'Held'>;

export interface Queue {
  /** Sends to the queue, in batches. Throws AwsCallError when any was not taken. */
  send(queueName: QueueName, bodies: readonly string[], delaySeconds?: number): Promise<void>;
  /** Own messages in their wire form. */
  sendOwn(queueName: QueueName, messages: readonly OwnMessage[], delaySeconds?: number): Promise<void>;
}

export interface Requeue {
  /** The message stays in its queue and is seen again after so many seconds. */
  delay(queueName: QueueName, receiptHandle: string, seconds: number): Promise<void>;
}

export interface Backlog {
  /** Messages waiting in the upkeep queue, those put off included, approximately. */
  waiting(): Promise<number>;
}

export interface Publisher {
  /** To EventBridge. Throws AwsCallError. */
  publish(events: readonly ServiceEvent[]): Promise<void>;
}

export interface ServiceEvent {
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Logs and metrics. No parameter's value may come here: names, ids, outcomes, counts. */
export interface Telemetry {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
  count(metric: CountName, value?: number): void;
  countOf(metric: CategoryCountName, category: string): void;
  measure(metric: ValueName, value: number): void;
  /** How many managed pools have this outcome. */
  measurePools(outcome: Outcome, pools: number): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}

/** In [0, 1). */
export type Random = () => number;
