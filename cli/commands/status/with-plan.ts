import { needsAttention, type PoolPlan } from '../../pools/pool-plan.ts';
import type { StatusRow } from '../../pools/status-row.ts';

/**
 * Adds what the service would do, with the reasons if the pool needs attention. A pool that was not read gets the reason:
 * without it, its record looks current.
 */
export function withPlan(row: StatusRow, plan: PoolPlan): StatusRow {
  const live = liveText(plan);
  if (plan.step === 'failed') {
    const liveError = plan.reasons.join(' ');
    return { ...row, live, liveError, reasons: [...row.reasons, `Not read: ${liveError}`] };
  }
  const isKnown = !needsAttention(plan) || (plan.step === 'missing' && row.outcome === 'PoolNotFound');
  const added = isKnown ? [] : plan.reasons.filter((reason) => !row.reasons.includes(reason));
  return { ...row, live, reasons: [...row.reasons, ...added.map((reason) => `Live: ${reason}`)] };
}

/** `why` alone names the reason of the write, also when Cognito would reject it. */
function liveText({ step, why }: PoolPlan): string {
  if (step === 'rejected') return 'rejected';
  return step === 'undelivered' ? 'would not deliver logs' : why;
}
