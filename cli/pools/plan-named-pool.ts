import { poolNotFoundText } from '../../lib/domain/pool-not-found.ts';
import type { OpenService } from '../service/open-service.ts';
import { lookUpPool, missingPoolHint } from './check-exists.ts';
import type { PlannedPool } from './plan-pool.ts';

export interface NamedPlan extends PlannedPool {
  /** The pool does not exist and has no parameter: its ID is mistyped, or it is in another Region or account. */
  readonly isUnknown: boolean;
}

/**
 * Looks up a pool that an argument names and that has no parameter: the plan of a pool that does not exist must not
 * say that the pool is unmanaged. Also adds the next step to the plan of any pool that does not exist.
 */
export async function withLookUp(
  service: Pick<OpenService, 'delivery' | 'context' | 'settings'>,
  planned: PlannedPool,
): Promise<NamedPlan> {
  const { plan } = planned;
  const { userPoolId } = plan;
  const hint = missingPoolHint(userPoolId, service.settings);
  if (plan.step === 'missing')
    return { ...planned, plan: { ...plan, reasons: [...plan.reasons, hint] }, isUnknown: false };
  if (plan.step !== 'unmanaged') return { ...planned, isUnknown: false };
  const found = await lookUpPool(service, userPoolId);
  if (found.kind === 'Exists') return { ...planned, isUnknown: false };
  if (found.kind === 'Unknown') {
    const reason = `It was not checked whether the pool exists (${found.reason}).`;
    return { ...planned, plan: { ...plan, reasons: [...plan.reasons, reason] }, isUnknown: false };
  }
  const reasons = [poolNotFoundText(userPoolId, service.settings), hint];
  const missing = {
    ...plan,
    step: 'missing',
    why: 'pool not found',
    outcome: 'PoolNotFound',
    reasons,
  } as const;
  return { ...planned, plan: missing, isUnknown: true };
}
