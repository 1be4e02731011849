import type { Action, Situation } from '../../lib/domain/decide/action.ts';
import { type Difference, difference } from '../../lib/domain/difference.ts';
import type { DestinationProblem, PoolProblem } from '../../lib/domain/finding.ts';
import { isSettled, type Outcome } from '../../lib/domain/outcome.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';

/** The action that the service would take for a pool, and its reason. */
export interface PoolPlan {
  readonly userPoolId: string;
  readonly userPoolName?: string;
  /**
   * `none`: in sync. `failed`: the pool could not be read. `undelivered`: the service would write the pool, and the pool
   * would not deliver logs.
   */
  readonly step:
    | 'none'
    | 'apply'
    | 'repair'
    | 'clear'
    | 'release'
    | 'observe'
    | 'wait'
    | 'rejected'
    | 'undelivered'
    | 'missing'
    | 'unmanaged'
    | 'failed';
  readonly why: string;
  readonly outcome?: Outcome;
  readonly differences: readonly Difference[];
  readonly reasons: readonly string[];
  /** Why the pool would not deliver logs, from the checks of `clr plan`. */
  readonly findings?: readonly PlanFinding[];
}

export interface PlanFinding {
  readonly problem: DestinationProblem | PoolProblem;
  /** The destination's ARN; undefined for a problem of the pool's own settings. */
  readonly destination?: string;
}

export const writesPool = ({ step }: PoolPlan): boolean =>
  step === 'apply' || step === 'repair' || step === 'clear';

export const needsAttention = ({ step }: PoolPlan): boolean =>
  step === 'rejected' || step === 'undelivered' || step === 'missing' || step === 'failed';

/** Converts an action of `decide` to a plan that `clr` can show. */
export function planOf(situation: Situation, action: Action): PoolPlan {
  const { userPoolId, observed, desired } = situation;
  const onPool = observed?.kind === 'Present' ? observed.LogConfigurations : [];
  const base = {
    userPoolId,
    outcome: action.outcome,
    differences: [],
    reasons: reasonsOf(situation, action),
  };
  if (action.type === 'Apply')
    return { ...base, ...writing(situation, action.outcome), differences: difference(onPool, action.set) };
  if (isSettled(action.outcome)) return { ...base, reasons: [], step: 'none', why: 'in sync' };
  switch (action.outcome) {
    case 'OutOfSync': {
      const wanted = desired.kind === 'Valid' ? desired.state.LogConfigurations : [];
      const differences = difference(onPool, wanted);
      return { ...base, step: 'observe', why: 'observed only', differences, reasons: [] };
    }
    case 'Rejected':
      return { ...base, step: 'rejected', why: 'rejected' };
    case 'PoolNotFound':
      return { ...base, step: 'missing', why: 'pool not found' };
    case 'Released':
    case 'Cleared':
      return action.type === 'Nothing'
        ? { ...base, step: 'unmanaged', why: 'no longer managed', reasons: [] }
        : { ...base, step: 'release', why: 'parameter deleted' };
    case 'Contested':
      return { ...base, step: desired.kind === 'Valid' ? 'none' : 'wait', why: 'contested' };
    case 'Unmanaged':
      return { ...base, step: 'unmanaged', why: 'no parameter' };
    default:
      return { ...base, step: 'wait', why: 'waiting' };
  }
}

function writing({ recorded, cause }: Situation, outcome: Outcome): Pick<PoolPlan, 'step' | 'why'> {
  if (outcome === 'Cleared') return { step: 'clear', why: 'parameter deleted, OnDelete is Clear' };
  if (outcome === 'Repaired') return { step: 'repair', why: 'drift' };
  if (outcome === 'Contested') return { step: 'repair', why: 'drift, contested' };
  if (recorded?.Desired === undefined) return { step: 'apply', why: 'new' };
  return {
    step: 'apply',
    why: recorded.Rejection && cause.sweep ? 'rejected before, retried' : 'change',
  };
}

function reasonsOf({ desired, recorded }: Situation, action: Action): readonly string[] {
  if (desired.kind === 'Invalid') return desired.issues.map(formatIssue);
  if (action.type === 'Nothing') return recorded?.Status.Reasons ?? [];
  return (action.type === 'Apply' ? action.confirmed : action.record).Status.Reasons;
}
