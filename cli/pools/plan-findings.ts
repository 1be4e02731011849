import type { PlanFinding, PoolPlan } from './pool-plan.ts';
import { problemText } from './problems.ts';

/** Whether `clr plan` checks tier, threat protection and destinations: only of a pool that is not in sync. */
export const isCheckedStep = ({ step }: PoolPlan): boolean =>
  step === 'apply' || step === 'repair' || step === 'observe';

/**
 * Adds findings to a plan. Cognito rejects `userAuthEvents` below the tier PLUS (docs/aws-facts.md#error-cases). With
 * another problem, the pool would not deliver logs. The step of an observed pool stays: the service does not write it.
 */
export function withFindings(plan: PoolPlan, findings: readonly PlanFinding[]): PoolPlan {
  if (findings.length === 0) return plan;
  const found = { ...plan, findings, reasons: [...plan.reasons, ...findings.map(reasonOf)] };
  const blocking = findings.filter(({ problem }) => problem !== 'StreamTagMissing');
  if (plan.step === 'observe' || blocking.length === 0) return found;
  return blocking.some(({ problem }) => problem === 'TierTooLow')
    ? { ...found, step: 'rejected', outcome: 'Rejected' }
    : { ...found, step: 'undelivered' };
}

function reasonOf({ problem, destination = 'userAuthEvents' }: PlanFinding): string {
  const text = `${destination}: ${problemText(problem)}.`;
  // docs/aws-facts.md#stream-tag
  return problem === 'StreamTagMissing' ? `${text} Cognito sets it when the pool is written.` : text;
}
