import type { ValueDifference } from '../../lib/domain/difference.ts';
import { parameterName } from '../../lib/domain/user-pool-id.ts';
import type { FolderChange } from '../folder/compare.ts';
import { poolParameter } from '../parameters/subject.ts';
import { mapPools } from '../pools/map-pools.ts';
import type { NamedPool } from '../pools/read-each.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { ApplyResult } from './result.ts';
import { writeChange } from './write-change.ts';

/** The change of the parameter of one of several pools. */
export interface PoolChange {
  readonly userPoolId: string;
  /** `Unchanged`: there is nothing to write. */
  readonly step: 'Update' | 'Delete' | 'Unchanged';
  readonly stored: NonNullable<FolderChange['stored']>;
  /** The new text. Undefined for a deletion. */
  readonly wanted?: string;
}

/** The result for one of several pools. Its members are those of the JSON. */
export interface PoolResult extends NamedPool, Omit<ApplyResult, 'kind' | 'name' | 'step' | 'file'> {
  /** The name of the parameter. */
  readonly name: string;
  readonly differences: readonly ValueDifference[];
  /** The deleted value. */
  readonly value?: string;
}

/**
 * The rate limits the writes (docs/aws-facts.md#parameter-quota). A second one at the same time only hides the time that a call
 * takes.
 */
const MAX_CONCURRENT_WRITES = 2;

/** Writes or deletes the parameters of several pools, and goes on after a failure. After Ctrl-C, results are missing. */
export async function writePools(
  terminal: Terminal,
  service: OpenService,
  label: string,
  changes: readonly PoolChange[],
): Promise<readonly PoolResult[]> {
  return mapPools({ terminal, label, concurrency: MAX_CONCURRENT_WRITES }, changes, (change) =>
    writePool(service, change),
  );
}

async function writePool(service: OpenService, change: PoolChange): Promise<PoolResult> {
  const { userPoolId, step, stored, wanted } = change;
  const { result, newVersion, lostVersion, reason } = await writeChange(service, {
    kind: 'Pool',
    name: userPoolId,
    step,
    stored,
    ...(wanted !== undefined && { wanted }),
    errors: [],
    warnings: [],
  });
  const isReadable = result === 'deleted' && stored.type === 'String';
  return {
    userPoolId,
    ...foundIn(service, change),
    result,
    ...(newVersion !== undefined && { newVersion }),
    ...(lostVersion !== undefined && { lostVersion }),
    ...(reason !== undefined && { reason }),
    ...(isReadable && { value: stored.value }),
  };
}

const foundIn = (
  { settings }: OpenService,
  { userPoolId, stored, wanted }: PoolChange,
): Pick<PoolResult, 'name' | 'oldVersion' | 'differences'> => {
  const subject = poolParameter(settings, userPoolId);
  return {
    name: subject.name,
    oldVersion: stored.version,
    differences: subject.changes(stored, wanted === undefined ? undefined : { ...stored, value: wanted }),
  };
};

/** Returns the result of a change that has nothing to write. */
export const unchangedResult = (service: OpenService, change: PoolChange): PoolResult => ({
  userPoolId: change.userPoolId,
  ...foundIn(service, change),
  result: 'unchanged',
});

/** Returns the result of a pool whose parameter was not read, or does not exist. */
export const unwrittenResult = (
  { settings }: Pick<OpenService, 'settings'>,
  userPoolId: string,
  result: 'unchanged' | 'failed',
  reason: string,
): PoolResult => ({
  userPoolId,
  name: parameterName(settings.prefix, userPoolId),
  result,
  reason,
  differences: [],
});
