import { createHash } from 'node:crypto';
import type { EventBus } from '../../core/events.ts';
import type { ReadableMap } from '../../core/eventually-consistent-map.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import type { SortedMap } from '../../core/sorted-map.ts';
import type { putParameterInput } from './shapes.ts';

type PutInput = Infer<typeof putParameterInput>;

export interface Version {
  readonly name: string;
  readonly type: NonNullable<PutInput['Type']>;
  readonly value: string;
  readonly version: number;
  readonly description?: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly dataType: string;
  readonly allowedPattern?: string;
  /** Milliseconds. */
  readonly changedAt: number;
  readonly changedBy: string;
}

/**
 * The versions of a parameter, oldest first: at least one, at most 100 (docs/aws-facts.md#parameter-limits).
 */
export type History = readonly [Version, ...Version[]];

/** The parameters of one account-region. Each change replaces the whole history of a parameter. */
export interface SsmStore {
  readonly account: string;
  readonly region: string;
  readonly parameters: SortedMap<History>;
  /** The view of readers: the same map, or a delayed one when reads lag. */
  readonly seen: ReadableMap<History>;
  readonly bus: EventBus;
  now(): number;
  /**
   * Decides for each page, with the seed of the cloud, whether it is empty although more pages follow
   * (docs/aws-facts.md#parameter-pages).
   */
  isPageEmpty(): boolean;
}

export function latest(history: History): Version {
  return history.at(-1) ?? history[0];
}

export function arnOf(store: SsmStore, name: string): string {
  const { account, region } = store;
  const path = name.startsWith('/') ? name : `/${name}`;
  return `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter${path}`;
}

/** Returns the latest version of each parameter, or of those after a name, ordered by name. */
export function* latestVersions(parameters: ReadableMap<History>, after?: string): Generator<Version> {
  for (const history of parameters.values(after)) yield latest(history);
}

/** Returns a version as GetParameter and similar operations do. */
export function toParameter(
  store: SsmStore,
  version: Version,
  decrypted: boolean,
  selector?: string,
): object {
  return {
    Name: version.name,
    Type: version.type,
    Value: shownValue(version, decrypted),
    Version: version.version,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: version.changedAt / 1000,
    ARN: arnOf(store, version.name),
    DataType: version.dataType,
  };
}

/** A SecureString that is read without WithDecryption returns a hash instead of a real ciphertext. */
export function shownValue(version: Version, decrypted: boolean): string {
  if (version.type !== 'SecureString' || decrypted) return version.value;
  return createHash('sha256').update(version.value).digest('base64');
}

/** Returns a version without its value, as DescribeParameters and GetParameterHistory do. */
export function toParameterMetadata(version: Version): object {
  return {
    Name: version.name,
    Type: version.type,
    LastModifiedDate: version.changedAt / 1000,
    LastModifiedUser: version.changedBy,
    ...(version.description !== undefined && { Description: version.description }),
    ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}

/**
 * Emits a Parameter Store Change. It contains no value and no version, so listeners must read the parameter
 * again (docs/aws-facts.md#parameter-events).
 */
export function emitChange(
  store: SsmStore,
  operation: 'Create' | 'Update' | 'Delete',
  version: Version,
): void {
  store.bus.put({
    source: 'aws.ssm',
    detailType: 'Parameter Store Change',
    resources: [arnOf(store, version.name)],
    detail: {
      operation,
      name: version.name,
      type: version.type,
      ...(version.description !== undefined && { description: version.description }),
    },
  });
}
