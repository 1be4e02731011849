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

/** Oldest first, never empty, at most 100 (AWS facts §5). */
export type History = readonly [Version, ...Version[]];

/** The parameters of one cell; a change replaces a parameter's whole history. */
export interface SsmStore {
  readonly account: string;
  readonly region: string;
  readonly parameters: SortedMap<History>;
  /** What reads see: the same, or, where reads lag, what `parameters` was a while ago. */
  readonly seen: ReadableMap<History>;
  readonly bus: EventBus;
  now(): number;
  /** Drawn anew for each page, from the cloud's seed: a page can be empty while its token goes on (AWS facts §5). */
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

/** The latest versions of all parameters, or of those behind a name, in the order of their names. */
export function* latestVersions(parameters: ReadableMap<History>, after?: string): Generator<Version> {
  for (const history of parameters.values(after)) yield latest(history);
}

/** As GetParameter and its like answer it. */
export function parameterAnswer(
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

/** A SecureString read without WithDecryption is not its value; what stands for it is no real ciphertext. */
export function shownValue(version: Version, decrypted: boolean): string {
  if (version.type !== 'SecureString' || decrypted) return version.value;
  return createHash('sha256').update(version.value).digest('base64');
}

/** As DescribeParameters and GetParameterHistory answer it, without the value. */
export function metadataAnswer(version: Version): object {
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

/** No value and no version in it: whoever listens reads again (AWS facts §5). */
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
