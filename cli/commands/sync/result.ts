import type { Difference } from '../../../lib/domain/difference.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { PlannedPool } from '../../pools/plan-pool.ts';
import { needsAttention } from '../../pools/pool-plan.ts';

/** The outcome of a request to reconcile a pool. */
export interface SyncResult {
  readonly userPoolId: string;
  /** The name of the pool at the last sweep. */
  readonly userPoolName?: string;
  /** `Pending`: the service did not finish in time. */
  readonly outcome: Outcome | 'Pending';
  readonly reasons: readonly string[];
  readonly differences: readonly Difference[];
  readonly failed: boolean;
}

/** Whether the service will store a record, so that its result can be awaited. */
export const isSettling = ({ plan, storesSomething }: PlannedPool): boolean =>
  storesSomething && plan.step !== 'failed';

const FAILED: readonly string[] = ['Rejected', 'PoolNotFound', 'Contested', 'Waiting', 'Pending'];

/** Returns the result from the stored record, or from the plan if the service had nothing to store. */
export function resultOf({ plan }: PlannedPool, recorded: PoolRecord | undefined): SyncResult {
  if (plan.step === 'failed')
    return { ...common(plan), outcome: 'Pending', reasons: plan.reasons, failed: true };
  const outcome = recorded?.Status.Outcome ?? plan.outcome ?? 'Unmanaged';
  // A pool that matches its parameter is shown as InSync, also if its last outcome was Applied or Repaired.
  const shown = plan.step === 'none' && !needsAttention(plan) && plan.why === 'in sync' ? 'InSync' : outcome;
  return {
    ...common(plan),
    outcome: shown,
    reasons: shown === 'InSync' ? [] : (recorded?.Status.Reasons ?? plan.reasons),
    failed: FAILED.includes(shown),
  };
}

export const pendingResult = (
  { plan }: PlannedPool,
  recorded: PoolRecord | undefined,
  hasParameter: boolean,
): SyncResult => ({
  ...common(plan),
  outcome: 'Pending',
  reasons: [
    recorded?.Intent ? 'The service is writing the pool.' : 'Not processed yet.',
    ...(hasParameter
      ? []
      : ['Parameter deleted. The first sweep after the grace period clears or releases the pool.']),
  ],
  failed: true,
});

/** The result of a pool that does not exist and has no parameter. The service is not asked. */
export const unknownResult = ({ plan }: PlannedPool): SyncResult => ({
  ...common(plan),
  outcome: 'PoolNotFound',
  reasons: plan.reasons,
  failed: true,
});

const common = ({ userPoolId, differences }: PlannedPool['plan']) => ({ userPoolId, differences });
