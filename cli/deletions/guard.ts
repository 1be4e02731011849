import { isOnHold } from '../../lib/domain/mass-deletion-guard.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { CliError } from '../errors/cli-error.ts';
import { pluralize } from '../terminal/text.ts';

export type HoldSettings = Pick<Settings, 'holdMinimum' | 'holdSharePercent'>;

/** Why deletions need to be accepted, and the next step. */
export interface GuardProblem {
  readonly message: string;
  readonly hint: string;
}

/** Whether so large a part of the pools would be put on hold by a sweep (docs/reliability.md). */
export const exceedsHold = (pools: number, managed: number, settings: HoldSettings): boolean =>
  isOnHold({ managed, lost: pools, accepted: 0, wasHeld: false }, settings);

/**
 * Returns why the deletions exceed the share of a hold; undefined if they do not.
 *
 * @param subject the start of the sentence, for example `--prune`
 */
export const shareReason = (
  subject: string,
  { pools, managed }: { readonly pools: number; readonly managed: number },
  settings: HoldSettings,
): string | undefined =>
  exceedsHold(pools, managed, settings)
    ? `${subject} concerns ${pools} of ${pluralize(managed, 'managed pool')}: more than the share of ${settings.holdSharePercent} % at which deletions are put on hold.`
    : undefined;

/**
 * Returns the problem of deletions that need to be accepted for a reason; undefined if exactly this many pools are accepted. Without
 * a reason, a number is only a problem if the deletions are more.
 */
export function acceptanceProblem(
  reason: string | undefined,
  pools: number,
  accepted: number | undefined,
): GuardProblem | undefined {
  // More deletions than accepted are others than the operator expects. Fewer are left after an interruption.
  const isExpected = reason === undefined && pools <= (accepted ?? pools);
  if (accepted === pools || isExpected) return undefined;
  const message =
    accepted === undefined
      ? (reason ?? '')
      : [
          `You accepted the deletion for ${pluralize(accepted, 'pool')}, and it concerns ${pools}.`,
          reason ?? '',
        ]
          .join(' ')
          .trimEnd();
  return {
    message,
    hint: `Check the list of deletions. To accept it, add --accept-deletions ${pools}`,
  };
}

/** Throws CliError for deletions that need to be accepted. */
export function checkAccepted(problem: GuardProblem | undefined): void {
  if (problem) throw new CliError(`${problem.message} No changes made.`, problem.hint);
}
