import type { ExitCode } from '../../errors/exit-codes.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import type { CheckedPlans } from '../../pools/plan-checks.ts';
import { planPools } from '../../pools/plan-pools.ts';
import { readPoolNames, withNames } from '../../pools/pool-names.ts';
import { uncheckedLines } from '../../pools/unchecked.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import { rolloutLine } from '../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import { unprocessedLine, unprocessedPolicies } from '../../rollouts/unprocessed.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { planExitCode, untouchedProblems } from './exit-code.ts';
import { checkWithoutFolder, folderIn } from './folder/folder-argument.ts';
import { runFolderPlan } from './folder/run.ts';
import {
  type GivenPolicies,
  policyLine,
  policySummaries,
  readGivenPolicies,
  withPolicyEffects,
} from './given-policies.ts';
import { groupPlans } from './group-plans.ts';
import { observingLine, observingSummaries, previewPlans, withPreviews } from './observing.ts';
import type { PlanOptions } from './plan-options.ts';
import { readTargets } from './read-targets.ts';
import { countSteps, groupText, isChange, summaryLine } from './render.ts';
import { type PlannedRollout, plannedRolloutLine, plannedRollouts } from './waves.ts';

/** Runs `clr plan`: shows what the next sweep would change, and why. Writes nothing. */
export async function runPlan(
  terminal: Terminal,
  names: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const folder = await folderIn(names);
  if (folder !== undefined) return runFolderPlan(terminal, folder, options);
  checkWithoutFolder(options);
  const service = await openService(options);
  const isNamed = names.length > 0;
  const stored = await storedPolicies(service);
  const given = await readGivenPolicies(terminal, service.settings, stored, options.policy ?? []);
  const { policies } = given;
  const { targets, invalid, total } = await readTargets(
    terminal,
    service,
    names,
    policies,
    given.files.length === 0,
  );
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
  show(terminal, service, found, isNamed, options);
  const someUnread = invalid.some(({ step }) => step === 'failed');
  const isOfPolicies = given.files.length > 0;
  const untouched = isOfPolicies ? untouchedProblems(planned.plans) : 0;
  if (untouched > 0)
    terminal.info(
      `The exit code ignores ${pluralize(untouched, 'pool')} that ${untouched === 1 ? 'needs' : 'need'} attention, but not because of ${given.files.length === 1 ? 'this policy' : 'these policies'}.`,
    );
  const someUnknown = planned.someUnknown || someUnread;
  const someInvalid = invalid.some(({ step }) => step === 'rejected');
  // A preview does not change the exit code.
  const previewed = new Set(targets.filter(({ isPreview }) => isPreview).map(({ userPoolId }) => userPoolId));
  const counted = plans.filter(({ userPoolId }) => !previewed.has(userPoolId));
  // An edit that the service has not processed is a difference like a rollout that runs.
  const rollouts = [...found.rollouts, ...found.unprocessed.map(() => ({ state: 'Running' as const }))];
  return planExitCode(
    { plans: counted, someUnknown, someInvalid, isOfPolicies, rollouts },
    options.detailedExitcode,
  );
}

/** Returns the open rollouts, without those of the policies that a file replaces in the plan. */
async function rolloutsOf(service: OpenService, { files }: GivenPolicies): Promise<readonly RolloutView[]> {
  const rollouts = await readRollouts(service);
  return rollouts.filter(({ policy }) => !files.some(({ name }) => name === policy));
}

interface Planned extends CheckedPlans {
  readonly given: GivenPolicies;
  readonly rollouts: readonly RolloutView[];
  readonly unprocessed: readonly string[];
  readonly plannedRollouts: readonly PlannedRollout[];
}

function show(
  terminal: Terminal,
  service: OpenService,
  { plans, unchecked, given, ...open }: Planned,
  named: boolean,
  { output, changesOnly, all }: PlanOptions,
): void {
  const summary = countSteps(plans);
  const policies = policySummaries(given, plans);
  const observing =
    given.files.length > 0
      ? []
      : observingSummaries(
          given.policies.map(({ current }) => current),
          plans,
        );
  if (output === 'json') {
    const pools = changesOnly ? plans.filter(isChange) : plans;
    terminal.print(
      poolsJsonText('Plan', service.settings, terminal, {
        pools,
        summary,
        policies,
        observing,
        ...open,
        unchecked,
      }),
      'data',
    );
    return;
  }
  const shown = named && !changesOnly ? plans : plans.filter(isChange);
  // A named pool is shown by itself.
  const isComplete = all || named;
  const groups = isComplete ? shown.map((first) => ({ first, others: [] })) : groupPlans(shown);
  for (const group of groups) terminal.print(`${groupText(group, terminal)}\n`);
  const previews = previewPlans(plans);
  const shownPreviews = isComplete ? previews.map((first) => ({ first, others: [] })) : groupPlans(previews);
  for (const preview of shownPreviews) terminal.print(`${groupText(preview, terminal)}\n`);
  for (const line of uncheckedLines(unchecked)) terminal.info(line);
  for (const one of policies) terminal.print(policyLine(one));
  for (const one of open.plannedRollouts) terminal.print(plannedRolloutLine(one));
  for (const one of observing) terminal.print(observingLine(one));
  // Without a planned pool, a summary would be misleading.
  if (plans.length > 0 || !terminal.interrupted.aborted) terminal.print(summaryLine(summary));
  for (const policy of open.unprocessed) terminal.print(unprocessedLine(policy));
  for (const rollout of open.rollouts) terminal.print(rolloutLine(rollout));
}
