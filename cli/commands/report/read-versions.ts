import type { PoolRecord } from '../../../lib/domain/record.ts';
import { listParameterMetadata, type ParameterMetadata } from '../../parameters/parameter-metadata.ts';
import { type ParameterVersion, parameterHistory } from '../../parameters/parameter-store.ts';
import { mapPools } from '../../pools/map-pools.ts';
import type { OpenService } from '../../service/open-service.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { wasDeleted } from '../history/deletions-of.ts';
import { readFailure } from './read-errors.ts';

export interface Versions {
  /** The latest version of each parameter, by pool ID. */
  readonly latest: ReadonlyMap<string, ParameterMetadata>;
  /** All versions of the parameters that were read in full, by pool ID. */
  readonly all: ReadonlyMap<string, readonly ParameterVersion[]>;
  /** Why the versions of a pool could not be read, by pool ID. */
  readonly failed: ReadonlyMap<string, string>;
  /** Why the list of parameters could not be read. */
  readonly listFailed?: string;
}

/**
 * Reads the authors of the parameters: one call for 50 parameters, and one more for each parameter that was edited, is
 * newer than the record, or whose desired state the record does not contain. Within the service's share of the quota.
 */
export async function readVersions(
  terminal: Terminal,
  service: OpenService,
  records: readonly PoolRecord[],
): Promise<Versions> {
  const latest = new Map<string, ParameterMetadata>();
  const progress = showProgress(terminal, 'Reading parameters');
  try {
    for await (const page of listParameterMetadata(service)) {
      for (const one of page) latest.set(one.userPoolId, one);
      progress.step(page.length);
      if (terminal.interrupted.aborted) break;
    }
  } catch (error) {
    return { latest, all: new Map(), failed: new Map(), listFailed: readFailure(error) };
  } finally {
    progress.end();
  }
  const unchanged = new Set(
    records
      .filter((record) => record.Desired !== undefined && !wasDeleted(record))
      .filter((record) => !isNewer(latest.get(record.UserPoolId), record))
      .map(({ UserPoolId }) => UserPoolId),
  );
  const edited = [...latest.values()]
    .filter(({ userPoolId, version }) => version > 1 || !unchanged.has(userPoolId))
    .map(({ userPoolId }) => userPoolId);
  const all = new Map<string, readonly ParameterVersion[]>();
  const failed = new Map<string, string>();
  await mapPools({ terminal, label: 'Reading parameter versions' }, edited, async (userPoolId) => {
    try {
      all.set(userPoolId, await parameterHistory(service, userPoolId));
    } catch (error) {
      failed.set(userPoolId, readFailure(error));
    }
  });
  return { latest, all, failed };
}

/** Whether the parameter was written after the service last changed the record: it can be deleted and created again. */
function isNewer(parameter: ParameterMetadata | undefined, { Transitions }: PoolRecord): boolean {
  const last = Transitions.at(-1)?.At;
  if (parameter === undefined) return false;
  return last === undefined || Date.parse(parameter.at) > Date.parse(last);
}
