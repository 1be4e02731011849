import { type ApplyResult, isFailed } from '../../changes/result.ts';
import type { JsonMembers } from '../../terminal/json.ts';
import type { ApplyOutcome } from './outcome.ts';

/** Returns the members of `clr apply -o json`. */
export function applyJson({
  folder,
  changes,
  results,
  total,
  kept,
  followed,
  error,
}: ApplyOutcome): JsonMembers {
  const count = (result: ApplyResult['result']): number =>
    results.filter((one) => one.result === result).length;
  return {
    folder,
    changes: results.map(({ kind, name, ...rest }) => ({
      ...(kind === 'Pool' ? { userPoolId: name } : { policy: name }),
      ...rest,
    })),
    summary: {
      total,
      written: count('written') + count('overwrote'),
      deleted: count('deleted'),
      failed: results.filter(isFailed).length,
      unchanged: changes.filter(({ step }) => step === 'Unchanged').length + count('unchanged'),
      withoutFile: kept,
    },
    ...(followed && { ...followed }),
    ...(error && { error }),
  };
}
