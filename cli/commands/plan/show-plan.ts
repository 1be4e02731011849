import { uncheckedLines } from '../../pools/unchecked.ts';
import { rolloutLine } from '../../rollouts/rollout-lines.ts';
import { unprocessedLine } from '../../rollouts/unprocessed.ts';
import type { OpenService } from '../../service/open-service.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { policyLine, policySummaries } from './given-policies.ts';
import { groupPlans } from './group-plans.ts';
import { observingLine, observingSummaries, previewPlans } from './observing.ts';
import type { PlanOptions } from './options.ts';
import type { Planned, PlanRead } from './read-plan.ts';
import { countSteps, groupText, isChange, summaryLine } from './render.ts';
import { plannedRolloutLine } from './waves.ts';

/** Prints a plan in the format of the options. */
export function showPlan(
  terminal: Terminal,
  service: OpenService,
  { planned, isNamed }: PlanRead,
  options: PlanOptions,
): void {
  if (options.output === 'json')
    terminal.print(
      poolsJsonText('Plan', service.settings, terminal, planMembers(planned, options.changesOnly)),
      'data',
    );
  else showGroups(terminal, planned, isNamed, options);
}

/** The members of the JSON of a plan. */
export function planMembers({ plans, unchecked, given, ...open }: Planned, changesOnly: boolean) {
  return {
    pools: changesOnly ? plans.filter(isChange) : plans,
    summary: countSteps(plans),
    policies: policySummaries(given, plans),
    observing: observingOf(given, plans),
    ...open,
    unchecked,
  };
}

const observingOf = ({ files, policies }: Planned['given'], plans: Planned['plans']) =>
  files.length > 0
    ? []
    : observingSummaries(
        policies.map(({ current }) => current),
        plans,
      );

/** Prints the plans of the pools and then the lines about the account and Region as a whole. */
export function showGroups(
  terminal: Terminal,
  { plans, unchecked, given, ...open }: Planned,
  named: boolean,
  { changesOnly, all }: Pick<PlanOptions, 'changesOnly' | 'all'>,
): void {
  const shown = named && !changesOnly ? plans : plans.filter(isChange);
  // A named pool is shown by itself.
  const isComplete = all || named;
  const groups = isComplete ? shown.map((first) => ({ first, others: [] })) : groupPlans(shown);
  for (const group of groups) terminal.print(`${groupText(group, terminal)}\n`);
  const previews = previewPlans(plans);
  const shownPreviews = isComplete ? previews.map((first) => ({ first, others: [] })) : groupPlans(previews);
  for (const preview of shownPreviews) terminal.print(`${groupText(preview, terminal)}\n`);
  for (const line of uncheckedLines(unchecked)) terminal.info(line);
  for (const one of policySummaries(given, plans)) terminal.print(policyLine(one));
  for (const one of open.plannedRollouts) terminal.print(plannedRolloutLine(one));
  for (const one of observingOf(given, plans)) terminal.print(observingLine(one));
  // Without a planned pool, a summary would be misleading.
  if (plans.length > 0 || !terminal.interrupted.aborted) terminal.print(summaryLine(countSteps(plans)));
  for (const policy of open.unprocessed) terminal.print(unprocessedLine(policy));
  for (const rollout of open.rollouts) terminal.print(rolloutLine(rollout));
}
