import { sameState } from '../../../lib/domain/desired.ts';
import { isFinished } from '../../../lib/domain/outcome.ts';
import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import type { ParameterVersion } from '../../parameters/parameter-store.ts';

/**
 * Returns how the parameter differs from the record, because the service has not processed its last change; undefined if
 * no difference is known. `exists`: whether the pool has a parameter, undefined if that is not known.
 */
export function unprocessedChange(
  record: PoolRecord,
  exists: boolean | undefined,
  version: ParameterVersion | undefined,
  settings: Settings,
): string | undefined {
  const { Desired, DeletedAt, Rejection, Status, UserPoolId } = record;
  if (exists === false)
    return isFinished(Status.Outcome) || DeletedAt !== undefined
      ? undefined
      : 'The parameter was deleted. The service has not processed the deletion yet.';
  if (version === undefined) return undefined;
  const text = `The service has not processed version ${version.version} of the parameter yet.`;
  if (isFinished(Status.Outcome) || DeletedAt !== undefined) return text;
  const parsed = parseParameter(version, UserPoolId, settings);
  if (parsed.kind !== 'Valid') return Status.Outcome === 'Rejected' ? undefined : text;
  if (Status.Outcome === 'PoolNotFound') return undefined;
  const isProcessed =
    Desired !== undefined &&
    sameState(Desired, parsed.state) &&
    (Status.Outcome !== 'Rejected' || Rejection !== undefined);
  return isProcessed ? undefined : text;
}
