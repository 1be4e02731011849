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
  /** Whether a file contains an invalid parameter. */
  readonly someInvalid?: boolean;
  /** With `--policy`: only the pools that the policies in files touch count. */
  readonly isOfPolicies?: boolean;
  /** Whether a parameter would be written, in the plan of a folder. */
  readonly changesParameters?: boolean;
}

/**
 * Returns the exit code of a complete plan. The first that applies: 1 for a mistyped pool or a file that is not readable, 3 for a pool that needs
 * attention or a rollout that was halted or aborted, 2 with `--detailed-exitcode` for a pool that would be written or a rollout that runs, 0.
 */
export function planExitCode(
  {
    plans,
    someUnknown,
    someInvalid = false,
    isOfPolicies = false,
    changesParameters = false,
    rollouts = [],
  }: PlanResult,
  detailed: boolean,
): ExitCode {
  if (someUnknown) return EXIT.error;
  const counted = isOfPolicies ? plans.filter(isTouched) : plans;
  const isProblem = isOfPolicies ? isPolicyProblem : needsAttention;
  if (someInvalid || counted.some(isProblem) || rollouts.some(isStopped)) return EXIT.somePoolsFailed;
  const isChange = changesParameters || counted.some(writesPool) || rollouts.length > 0;
  return detailed && isChange ? EXIT.changes : EXIT.success;
}

/** Whether a policy in a file changes the pool. Of a pool or a file that was not read, it is not known. */
const isTouched = ({ step, policyEffects = [] }: PoolPlan): boolean =>
  policyEffects.length > 0 || step === 'failed';

const PROBLEMS: readonly PoolPlan['step'][] = ['undelivered', 'missing', 'failed'];

/** Whether a touched pool needs attention. Another event source of the pool can be rejected for another reason. */
export const isPolicyProblem = ({ step, findings = [], policyEffects = [] }: PoolPlan): boolean =>
  PROBLEMS.includes(step) ||
  (step === 'rejected' && findings.length > 0) ||
  policyEffects.some(({ effect }) => effect === 'conflict' || effect === 'rejected');

/** Returns how many pools need attention, and do not count because no policy in a file touches them. */
export const untouchedProblems = (plans: readonly PoolPlan[]): number =>
  plans.filter((plan) => needsAttention(plan) && !isTouched(plan)).length;
