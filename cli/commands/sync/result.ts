import type { Difference } from '../../../lib/domain/difference.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { PlannedPool } from '../../pools/plan-pool.ts';
import { needsAttention } from '../../pools/pool-plan.ts';

/** What came of asking the service to look at a pool. */
export interface SyncResult {
  readonly userPoolId: string;
  /** `Pending`: it did not come to an end in time. */
  readonly outcome: Outcome | 'Pending';
  readonly reasons: readonly string[];
  readonly differences: readonly Difference[];
  readonly failed: boolean;
}

/** Whether the service will store something that can be waited for. */
export const isSettling = ({ plan, storesSomething }: PlannedPool): boolean =>
  storesSomething && plan.step !== 'failed';

const FAILED: readonly string[] = ['Rejected', 'PoolNotFound', 'Contested', 'Waiting', 'Pending'];

/** From the record that the service stored; from the plan where there was nothing to store. */
export function resultOf({ plan }: PlannedPool, recorded: PoolRecord | undefined): SyncResult {
  if (plan.step === 'failed')
    return { ...common(plan), outcome: 'Pending', reasons: plan.reasons, failed: true };
  const outcome = recorded?.Status.Outcome ?? plan.outcome ?? 'Unmanaged';
  // A pool as desired is in sync, by whatever it last came to be so.
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
    recorded?.Intent ? 'the service is writing it' : 'the service has not come to it yet',
    ...(hasParameter ? [] : ['its parameter is gone: a sweep decides']),
  ],
  failed: true,
});

const common = ({ userPoolId, differences }: PlannedPool['plan']) => ({ userPoolId, differences });
