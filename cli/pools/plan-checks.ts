import {
  type DestinationProblem,
  destinationArns,
  poolProblem,
  wantsSignIns,
} from '../../lib/domain/finding.ts';
import { CHECK_SPACING_MS, MAX_CHECK_DURATION_MS } from '../../lib/reconcile/destinations.ts';
import type { CallContext, Clock, DestinationCheck, PoolDescriptions } from '../../lib/reconcile/ports.ts';
import { showProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { noteWaiting } from '../terminal/waiting-note.ts';
import { mapPools } from './map-pools.ts';
import { isCheckedStep, withFindings } from './plan-findings.ts';
import type { PlannedPool } from './plan-pool.ts';
import type { PlanFinding, PoolPlan } from './pool-plan.ts';
import { INTERRUPTED, NO_TIME, type Unchecked, uncheckedReason } from './unchecked.ts';

export interface CheckPorts {
  readonly destinations: DestinationCheck;
  readonly descriptions: PoolDescriptions;
  readonly clock: Clock;
  readonly context: CallContext;
}

export interface CheckedPlans {
  readonly plans: readonly PoolPlan[];
  readonly unchecked: readonly Unchecked[];
}

/**
 * Checks what decides whether the pools that are not in sync could deliver logs: tier, threat protection, and each
 * destination once. It stops after two minutes, like the checks of a sweep. A check that fails is returned, not thrown.
 */
export async function checkPlans(
  terminal: Terminal,
  { destinations, descriptions, clock, context }: CheckPorts,
  planned: readonly PlannedPool[],
): Promise<CheckedPlans> {
  const due = planned.filter(({ plan }) => isCheckedStep(plan));
  const deadline = clock.now().getTime() + MAX_CHECK_DURATION_MS;
  const limits = { terminal, clock, deadline };
  const pools = await checkPools(limits, descriptions, { ...context, deadline }, due);
  const arns = [...new Set(due.flatMap(({ wanted }) => destinationArns(wanted)))];
  const problems = await checkDestinations(limits, destinations, arns);
  const findingsOf = ({ plan, wanted }: PlannedPool): readonly PlanFinding[] => [
    ...(pools.findings.get(plan.userPoolId) ?? []),
    ...destinationArns(wanted).flatMap((destination) => {
      const problem = problems.findings.get(destination);
      return problem === undefined ? [] : [{ problem, destination }];
    }),
  ];
  return {
    plans: planned.map((one) =>
      isCheckedStep(one.plan) ? withFindings(one.plan, findingsOf(one)) : one.plan,
    ),
    unchecked: [...pools.unchecked, ...problems.unchecked],
  };
}

interface Limits {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly deadline: number;
}

/** Returns why no further check starts; undefined if the next one can. */
const stopReason = ({ terminal, clock, deadline }: Limits): string | undefined =>
  terminal.interrupted.aborted ? INTERRUPTED : clock.now().getTime() >= deadline ? NO_TIME : undefined;

async function checkPools(
  limits: Limits,
  descriptions: PoolDescriptions,
  context: CallContext,
  due: readonly PlannedPool[],
): Promise<{ findings: ReadonlyMap<string, readonly PlanFinding[]>; unchecked: readonly Unchecked[] }> {
  const findings = new Map<string, readonly PlanFinding[]>();
  const wanting = due.filter(({ wanted }) => wantsSignIns(wanted));
  const left = new Map(wanting.map(({ plan }) => [plan.userPoolId, INTERRUPTED]));
  const label = 'Checking tiers and threat protection';
  await mapPools({ terminal: limits.terminal, label }, wanting, async ({ plan: { userPoolId }, wanted }) => {
    const stop = stopReason(limits);
    if (stop !== undefined) return left.set(userPoolId, stop);
    try {
      const protection = await descriptions.read(userPoolId, context);
      const problem = protection && poolProblem(wanted, protection);
      if (problem) findings.set(userPoolId, [{ problem }]);
      return left.delete(userPoolId);
    } catch (error) {
      return left.set(userPoolId, uncheckedReason(error));
    }
  });
  return { findings, unchecked: [...left].map(([subject, reason]) => ({ subject, reason })) };
}

async function checkDestinations(
  limits: Limits,
  destinations: DestinationCheck,
  arns: readonly string[],
): Promise<{ findings: ReadonlyMap<string, DestinationProblem>; unchecked: readonly Unchecked[] }> {
  const findings = new Map<string, DestinationProblem>();
  const unchecked: Unchecked[] = [];
  const progress = showProgress(limits.terminal, 'Checking destinations', arns.length);
  const endNote = noteWaiting(limits.terminal, () => {
    progress.end();
    return 1;
  });
  for (const [at, arn] of arns.entries()) {
    if (at > 0 && stopReason(limits) === undefined) await limits.clock.sleep(CHECK_SPACING_MS);
    const reason = stopReason(limits);
    if (reason !== undefined) {
      unchecked.push({ subject: arn, reason });
      continue;
    }
    try {
      const problem = await destinations.check(arn);
      if (problem) findings.set(arn, problem);
    } catch (error) {
      unchecked.push({ subject: arn, reason: uncheckedReason(error) });
    }
    progress.step();
  }
  endNote();
  progress.end();
  return { findings, unchecked };
}
