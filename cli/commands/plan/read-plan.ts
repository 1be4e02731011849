import type { ExitCode } from '../../errors/exit-codes.ts';
import { freezeLine } from '../../freeze/freeze-text.ts';
import { freezeIfReadable } from '../../freeze/read-freeze.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { type PlanOfPools, planPools } from '../../pools/plan-pools.ts';
import { hasFilters } from '../../pools/pool-filters.ts';
import { readPoolNames, withNames } from '../../pools/pool-names.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import { unprocessedPolicies } from '../../rollouts/unprocessed.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { planExitCode, untouchedProblems } from './exit-code.ts';
import { type GivenPolicies, readGivenPolicies, withPolicyEffects } from './given-policies.ts';
import { withPreviews } from './observing.ts';
import type { PlanOptions } from './options.ts';
import { readTargets } from './read-targets.ts';
import { type PlannedRollout, plannedRollouts } from './waves.ts';

export interface Planned extends PlanOfPools {
  readonly given: GivenPolicies;
  readonly rollouts: readonly RolloutView[];
  readonly unprocessed: readonly string[];
  readonly plannedRollouts: readonly PlannedRollout[];
}

/** The plan of one account and Region. */
export interface PlanRead {
  readonly planned: Planned;
  /** Whether arguments name the pools. */
  readonly isNamed: boolean;
  /** A note about a freeze, and one about pools that the exit code ignores. */
  readonly notes: readonly string[];
  /** Why it is not known whether the service is frozen. Belongs to the result. */
  readonly unknown: string | undefined;
  readonly code: ExitCode;
}

/** Plans the named pools and files, or every pool that a sweep covers. */
export async function readPlan(
  terminal: Terminal,
  service: OpenService,
  names: readonly string[],
  options: PlanOptions,
): Promise<PlanRead> {
  const isNamed = names.length > 0 || hasFilters(options);
  const stored = await storedPolicies(service);
  const given = await readGivenPolicies(terminal, service.settings, stored, options.policy ?? []);
  const { policies } = given;
  const { targets, invalid, total } = await readTargets(terminal, service, names, policies, {
    withPreviews: given.files.length === 0,
    filters: options,
  });
  const planned = await planPools(terminal, service, targets, {
    policies,
    complete: (one) =>
      given.files.length > 0 ? withPolicyEffects(service, one, stored, given) : withPreviews(service, one),
    isNamed,
    checks: options.checks,
    label: 'Planning pools',
  });
  if (terminal.interrupted.aborted)
    terminal.info(`Interrupted: ${invalid.length + planned.plans.length} of ${total} pools were planned.`);
  const plans = withNames([...invalid, ...planned.plans], await readPoolNames(service));
  const isWhole = !isNamed && !terminal.interrupted.aborted;
  const found = {
    ...planned,
    plans,
    given,
    rollouts: isNamed ? [] : await rolloutsOf(service, given),
    unprocessed: isNamed ? [] : unprocessedPolicies(policies),
    plannedRollouts: plannedRollouts(given, stored, isWhole ? plans : undefined),
  };
  const freeze = await freezeIfReadable(service);
  const someUnread = invalid.some(({ step }) => step === 'failed');
  const isOfPolicies = given.files.length > 0;
  const untouched = isOfPolicies ? untouchedProblems(planned.plans) : 0;
  const note =
    untouched === 0
      ? undefined
      : `The exit code ignores ${pluralize(untouched, 'pool')} that ${untouched === 1 ? 'needs' : 'need'} attention, but not because of ${given.files.length === 1 ? 'this policy' : 'these policies'}.`;
  const someUnknown = planned.someUnknown || someUnread;
  const someInvalid = invalid.some(({ step }) => step === 'rejected');
  // A preview does not change the exit code.
  const previewed = new Set(targets.filter(({ isPreview }) => isPreview).map(({ userPoolId }) => userPoolId));
  const counted = plans.filter(({ userPoolId }) => !previewed.has(userPoolId));
  // An edit that the service has not processed is a difference like a rollout that runs.
  const rollouts = [...found.rollouts, ...found.unprocessed.map(() => ({ state: 'Running' as const }))];
  const code = planExitCode(
    { plans: counted, someUnknown, someInvalid, isOfPolicies, rollouts },
    options.detailedExitcode,
  );
  const notes = [
    ...(freeze === undefined || typeof freeze === 'string' ? [] : [freezeLine(freeze, service.clock.now())]),
    ...(note === undefined ? [] : [note]),
  ];
  const unknown = typeof freeze === 'string' ? freeze : undefined;
  return { planned: found, isNamed, notes, unknown, code };
}

/** Returns the open rollouts, without those of the policies that a file replaces in the plan. */
async function rolloutsOf(service: OpenService, { files }: GivenPolicies): Promise<readonly RolloutView[]> {
  const rollouts = await readRollouts(service);
  return rollouts.filter(({ policy }) => !files.some(({ name }) => name === policy));
}
