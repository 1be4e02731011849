import type { Action, Situation } from '../../lib/domain/decide/action.ts';
import { dividedOwners } from '../../lib/domain/decide/sources/divided-owners.ts';
import { recordedOwners } from '../../lib/domain/decide/sources/source-records.ts';
import { type Difference, difference } from '../../lib/domain/difference.ts';
import type { DestinationProblem, PoolProblem } from '../../lib/domain/finding.ts';
import type { EventSource } from '../../lib/domain/log-configuration.ts';
import { isSettled, type Outcome } from '../../lib/domain/outcome.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import type { PolicyEffect } from '../policies/policy-effects.ts';
import type { Preview } from '../policies/previews.ts';
import { comparedEntries, type SourcePlan, sourcesOf } from './pool-sources.ts';

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
  /** The owner of each event source; set if it is not the parameter that owns both. */
  readonly sources?: readonly SourcePlan[];
  /** What policies in mode Observe that select the pool would change. Set in a fleet with such a policy. */
  readonly previews?: readonly SourcePreview[];
  /** With `--policy`: what the files change for the pool. */
  readonly policyEffects?: readonly PolicyEffect[];
}

export type SourcePreview = Preview & { readonly eventSource: EventSource };

export interface PlanFinding {
  readonly problem: DestinationProblem | PoolProblem;
  /** The destination's ARN; undefined for a problem of the pool's own settings. */
  readonly destination?: string;
}

export const writesPool = ({ step }: PoolPlan): boolean =>
  step === 'apply' || step === 'repair' || step === 'clear';

export const needsAttention = ({ step, outcome }: PoolPlan): boolean =>
  step === 'rejected' ||
  step === 'undelivered' ||
  step === 'missing' ||
  step === 'failed' ||
  // One event source of a pool can be written while the other one is rejected.
  outcome === 'Rejected';

/** Converts an action of `decide` to a plan that `clr` can show. */
export function planOf(situation: Situation, action: Action): PoolPlan {
  const { userPoolId, observed, desired } = situation;
  const onPool = observed?.kind === 'Present' ? observed.LogConfigurations : [];
  const divided = dividedOwners(situation);
  const base = {
    ...(divided && { sources: sourcesOf(situation, divided) }),
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
      const differences = difference(onPool, comparedEntries(situation, onPool));
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
        : { ...base, step: 'release', why: lossOf(situation) };
    case 'Contested':
      return { ...base, step: desired.kind === 'Valid' || divided ? 'none' : 'wait', why: 'contested' };
    case 'Unmanaged':
      return {
        ...base,
        step: 'unmanaged',
        why: situation.policies ? 'no parameter and no policy' : 'no parameter',
      };
    default:
      return { ...base, step: 'wait', why: 'waiting' };
  }
}

function writing(situation: Situation, outcome: Outcome): Pick<PoolPlan, 'step' | 'why'> {
  const { recorded, cause } = situation;
  if (outcome === 'Cleared') return { step: 'clear', why: `${lossOf(situation)}, OnDelete is Clear` };
  if (outcome === 'Repaired') return { step: 'repair', why: 'drift' };
  if (outcome === 'Contested') return { step: 'repair', why: 'drift, contested' };
  if (recorded?.Desired === undefined) return { step: 'apply', why: 'new' };
  return {
    step: 'apply',
    why: recorded.Rejection && cause.sweep ? 'rejected before, retried' : 'change',
  };
}

/** Returns why an event source is cleared or released. */
const lossOf = ({ recorded }: Situation): string =>
  [...recordedOwners(recorded).values()].some(({ Kind }) => Kind === 'Policy')
    ? 'left its policy'
    : 'parameter deleted';

function reasonsOf(situation: Situation, action: Action): readonly string[] {
  const { desired, recorded } = situation;
  if (desired.kind === 'Invalid' && dividedOwners(situation) === undefined)
    return desired.issues.map(formatIssue);
  if (action.type === 'Nothing') return recorded?.Status.Reasons ?? [];
  return (action.type === 'Apply' ? action.confirmed : action.record).Status.Reasons;
}
