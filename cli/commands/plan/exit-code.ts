import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { needsAttention, type PoolPlan, writesPool } from '../../pools/pool-plan.ts';

export interface PlanResult {
  readonly plans: readonly PoolPlan[];
  /** Whether an argument names a pool that does not exist and has no parameter, or a file that is not readable. */
  readonly someUnknown: boolean;
}

/**
 * Returns the exit code of a complete plan. The first that applies: 1 for a mistyped pool or a file that is not readable, 3 for a pool that needs
 * attention, 2 with `--detailed-exitcode` for a pool that would be written, 0.
 */
export function planExitCode({ plans, someUnknown }: PlanResult, detailed: boolean): ExitCode {
  if (someUnknown) return EXIT.error;
  if (plans.some(needsAttention)) return EXIT.somePoolsFailed;
  return detailed && plans.some(writesPool) ? EXIT.changes : EXIT.success;
}
