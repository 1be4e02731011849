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
  /** The KMS key of a SecureString. Nothing is encrypted. */
  readonly keyId?: string;
  /** At most 10. A label is on one version of a parameter only. */
  readonly labels?: readonly string[];
  /** Milliseconds. */
  readonly changedAt: number;
  readonly changedBy: string;
}

/**
 * The versions of a parameter, oldest first: at least one, at most 100 (docs/aws-facts.md#parameter-limits).
 */
export type History = readonly [Version, ...Version[]];

/** The tags of a parameter, in the order in which they were added. */
export type Tags = ReadonlyMap<string, string>;

/** The parameters of one account-region. Each change replaces the whole history of a parameter. */
export interface SsmStore {
  readonly account: string;
  readonly region: string;
  readonly parameters: SortedMap<History>;
  /** The view of readers: the same map, or a delayed one when reads lag. */
  readonly seen: ReadableMap<History>;
  /** The tags by the name of the parameter. A parameter without tags has no entry. */
  readonly tags: SortedMap<Tags>;
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

/**
 * Returns the name under which a parameter is stored. `name` and `/name` are the same parameter
 * (docs/aws-facts.md#parameter-names).
 */
export function storedName(parameters: ReadableMap<History>, name: string): string {
  if (parameters.get(name) !== undefined || name.includes('/', 1)) return name;
  const other = name.startsWith('/') ? name.slice(1) : `/${name}`;
  return parameters.get(other) === undefined ? name : other;
}

export function historyOf(parameters: ReadableMap<History>, name: string): History | undefined {
  return parameters.get(storedName(parameters, name));
}

export function arnOf(store: Pick<SsmStore, 'account' | 'region'>, name: string): string {
  const { account, region } = store;
  const path = name.startsWith('/') ? name : `/${name}`;
  return `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter${path}`;
}

/** Returns the latest version of each parameter, or of those after a name, ordered by name. */
export function* latestVersions(parameters: ReadableMap<History>, after?: string): Generator<Version> {
  for (const history of parameters.values(after)) yield latest(history);
}

/** Replaces one version of a history. */
export function withVersion(history: History, replaced: Version): History {
  const [first, ...rest] = history.map((one) => (one.version === replaced.version ? replaced : one));
  return [first ?? replaced, ...rest];
}

/**
 * Emits a Parameter Store Change. It contains no value and no version, so listeners must read the parameter
 * again (docs/aws-facts.md#parameter-events).
 */
export function emitChange(
  store: SsmStore,
  operation: 'Create' | 'Update' | 'Delete' | 'LabelParameterVersion',
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
