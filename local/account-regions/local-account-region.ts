import type { AccountRegion } from '../core/account-region.ts';
import type { CallLog } from '../core/call-log.ts';
import type { EventLog } from '../core/event-log.ts';
import type { Faults } from '../core/faults.ts';
import type { ImplicitEntry } from '../core/implicit-map.ts';
import type { Quota } from '../core/quota.ts';
import type { Stack } from '../core/stack.ts';
import type { TaggedResource } from '../core/tagged-resources.ts';
import type { TrailStore } from '../services/cloudtrail/operations.ts';
import type { MetricStore } from '../services/cloudwatch/metrics.ts';
import type { CognitoStore, Pool } from '../services/cognito/pools.ts';
import type { EmbeddedDynamoDb } from '../services/dynamodb/dynamodb.ts';
import type { FirehoseStore, Stream } from '../services/firehose/streams.ts';
import type { ForeignFunction } from '../services/lambda/foreign-function.ts';
import type { LogGroup, LogsStore } from '../services/logs/log-groups.ts';
import type { Bucket, S3Store } from '../services/s3/buckets.ts';
import type { EmbeddedSqs } from '../services/sqs/sqs.ts';
import type { History, SsmStore } from '../services/ssm/parameters.ts';
import type { StsStore } from '../services/sts/assume-role.ts';
import type { TaggingStore } from '../services/tagging/get-resources.ts';
import type { Deliveries } from './deliveries.ts';

/** An account-region with its stores and servers: what requests reach and the admin API shows. */
export interface LocalAccountRegion extends AccountRegion {
  readonly cognito: CognitoStore;
  readonly ssm: SsmStore;
  readonly tagging: TaggingStore;
  readonly logs: LogsStore;
  readonly firehose: FirehoseStore;
  readonly s3: S3Store;
  readonly metrics: MetricStore;
  /** The records of log delivery on their way, and their numbers. */
  readonly deliveries: Deliveries;
  readonly sts: StsStore;
  readonly sqs: EmbeddedSqs;
  readonly dynamodb: EmbeddedDynamoDb;
  readonly trail: TrailStore;
  /** Seeded functions by name. A state file does not contain them. */
  readonly foreignFunctions: Map<string, ForeignFunction>;
  readonly quota: Quota;
  readonly calls: CallLog;
  readonly events: EventLog;
  readonly faults: Faults;
  /**
   * Deletes all contents: pools, parameters, destinations, metrics, seeded functions, faults, calls and events. The queues and
   * tables of the stack are not among them.
   */
  clear(): void;
  /** Restores what a state file contains. */
  restore(contents: Contents): void;
  /** Milliseconds since the epoch, in the cloud's time. */
  now(): number;
  /** The deployed stack. Undefined before it is ready, and when nothing is deployed. */
  stack(): Stack | undefined;
}

/** The part of an account-region that survives a restart. */
export interface Contents {
  readonly pools: readonly Pool[];
  /** The versions of each parameter, oldest first. */
  readonly parameters: readonly History[];
  /** The tags by parameter name, only of parameters with tags. */
  readonly parameterTags: readonly (readonly [string, readonly (readonly [string, string])[]])[];
  /** The tags of the pools with tags, and of those whose tags were removed. */
  readonly taggedResources: readonly TaggedResource[];
  readonly logGroups: readonly ImplicitEntry<LogGroup>[];
  readonly streams: readonly ImplicitEntry<Stream>[];
  readonly buckets: readonly ImplicitEntry<Bucket>[];
}
