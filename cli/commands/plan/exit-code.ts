import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { needsAttention, type PoolPlan, writesPool } from '../../pools/pool-plan.ts';
import { isStopped } from '../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';

export interface PlanResult {
  readonly plans: readonly PoolPlan[];
  /** Whether an argument names a pool that does not exist and has no parameter, or a file that is not readable. */
  readonly someUnknown: boolean;
  /** The open rollouts of policies, in a plan of the whole fleet. */
  readonly rollouts?: readonly Pick<RolloutView, 'state'>[];
}

/**
 * Returns the exit code of a complete plan. The first that applies: 1 for a mistyped pool or a file that is not readable, 3 for a pool that needs
 * attention or a rollout that was halted or aborted, 2 with `--detailed-exitcode` for a pool that would be written or a rollout that runs, 0.
 */
export function planExitCode({ plans, someUnknown, rollouts = [] }: PlanResult, detailed: boolean): ExitCode {
  if (someUnknown) return EXIT.error;
  if (plans.some(needsAttention) || rollouts.some(isStopped)) return EXIT.somePoolsFailed;
  return detailed && (plans.some(writesPool) || rollouts.length > 0) ? EXIT.changes : EXIT.success;
}
