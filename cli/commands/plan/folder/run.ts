import { CliError } from '../../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../../errors/exit-codes.ts';
import { formatFileIssue } from '../../../files/check-file.ts';
import { readFolder } from '../../../folder/read-folder.ts';
import { uncheckedLines } from '../../../pools/unchecked.ts';
import { type OpenService, openService } from '../../../service/open-service.ts';
import { poolsJsonText } from '../../../terminal/json.ts';
import type { Terminal } from '../../../terminal/terminal.ts';
import { withSelection } from '../../../terminal/with-selection.ts';
import { planExitCode } from '../exit-code.ts';
import { policyLine } from '../given-policies.ts';
import { groupPlans } from '../group-plans.ts';
import type { PlanOptions } from '../options.ts';
import { countSteps, groupText, isChange } from '../render.ts';
import { plannedRolloutLine } from '../waves.ts';
import { groupChanges, type ShownChange, shownChanges } from './change-groups.ts';
import { folderMarkdown } from './markdown.ts';
import { compareWithStored, type FolderPlan, planFolder } from './plan-folder.ts';
import { changeText } from './render.ts';
import {
  changesLine,
  changesParameters,
  countChanges,
  notesOf,
  noteText,
  poolsLine,
  problemPools,
} from './summary.ts';

/** Runs `clr plan DIR`: shows what the files of a folder would change in Parameter Store and on the pools. Writes nothing. */
export async function runFolderPlan(
  terminal: Terminal,
  folder: string,
  options: PlanOptions,
): Promise<ExitCode> {
  if (options.policy?.length)
    throw new CliError(
      'A folder and --policy cannot be combined.',
      'Add the policy to the folder "policies" of the folder.',
      { exitCode: EXIT.usage },
    );
  const service = await openService(options);
  const content = await readFolder(folder, service.settings);
  for (const warning of content.notRead) terminal.info(`Warning: ${formatFileIssue(warning)}`);
  const compared = await compareWithStored(terminal, service, folder, content);
  const plan = await planFolder(terminal, service, compared, {
    prune: options.prune ?? false,
    checks: options.checks,
  });
  if (terminal.interrupted.aborted)
    terminal.info(
      `Interrupted: ${plan.pools.length + plan.others.length} of ${plan.total} pools were planned.`,
    );
  showFolderPlan(terminal, service, plan, options);
  for (const line of uncheckedLines(plan.unchecked)) terminal.info(line);
  return folderExitCode(plan, options.detailedExitcode);
}

/** Prints the plan in the format of the options. */
export function showFolderPlan(
  terminal: Terminal,
  { settings, selection }: Pick<OpenService, 'settings' | 'selection'>,
  plan: FolderPlan,
  { output, all, changesOnly }: Pick<PlanOptions, 'output' | 'all' | 'changesOnly'>,
): void {
  const changes = shownChanges(plan, settings);
  if (output === 'json') terminal.print(jsonOf(terminal, settings, plan, changes, changesOnly), 'data');
  else if (output === 'markdown')
    terminal.print(folderMarkdown(plan, changes, settings, terminal.interrupted.aborted), 'data');
  else showText(terminal, plan, changes, { all, selection });
}

/** Prints the changes of parameters, their effect on the pools, and the summary. */
function showText(
  terminal: Terminal,
  plan: FolderPlan,
  changes: readonly ShownChange[],
  { all, selection }: Pick<PlanOptions, 'all'> & Pick<OpenService, 'selection'>,
): void {
  const shown = changes.filter(({ step }) => step !== 'Unchanged');
  const groups = all ? shown.map(alone) : groupChanges(shown);
  for (const group of groups) terminal.print(`${changeText(group, plan.prune, terminal)}\n`);
  for (const issue of plan.issues) terminal.print(`! ${formatFileIssue(issue)}\n`);
  const plans = plan.pools.filter(isChange);
  if (plans.length > 0) terminal.print('Effect on the pools:\n');
  for (const group of all ? plans.map(alone) : groupPlans(plans))
    terminal.print(`${groupText(group, terminal)}\n`);
  for (const one of plan.policies) terminal.print(policyLine(one));
  for (const one of plan.rollouts) terminal.print(plannedRolloutLine(one));
  for (const note of notesOf(plan)) terminal.print(withSelection(noteText(note), selection));
  if (terminal.interrupted.aborted) return;
  terminal.print(changesLine(plan));
  const line = poolsLine(plan);
  if (line !== undefined) terminal.print(line);
}

const alone = <T>(first: T): { readonly first: T; readonly others: readonly T[] } => ({ first, others: [] });

function jsonOf(
  terminal: Terminal,
  settings: OpenService['settings'],
  plan: FolderPlan,
  changes: readonly ShownChange[],
  changesOnly: boolean,
): string {
  const { folder, issues, notRead, prune, deletions, held } = plan;
  const { pools, policies, rollouts, missing, unmanaged, unchecked } = plan;
  return poolsJsonText('FolderPlan', settings, terminal, {
    folder,
    prune,
    changes: changes
      .filter(({ step }) => !changesOnly || step !== 'Unchanged')
      .map(({ stored, wanted: _wanted, effect: _effect, ...change }) => ({
        ...change,
        version: stored?.version,
      })),
    issues,
    notRead,
    parameters: countChanges(plan.changes),
    deletions: deletions.map(({ change: { kind, name }, text, userPoolIds }) => ({
      kind,
      name,
      text,
      userPoolIds,
    })),
    held,
    pools: changesOnly ? pools.filter(isChange) : pools,
    summary: countSteps(pools),
    otherPools: countSteps(plan.others),
    policies,
    plannedRollouts: rollouts,
    missingPools: missing,
    unmanagedPools: unmanaged,
    unchecked,
  });
}

/**
 * Returns the exit code: 1 for a file that is not readable or does not name its parameter, 3 for an invalid file or a touched pool that
 * needs attention, 2 with `--detailed-exitcode` if a parameter would be written or deleted.
 */
export function folderExitCode(plan: FolderPlan, detailed: boolean): ExitCode {
  const { changes, issues } = plan;
  const isUnreadable = changes.some(({ step, wanted }) => step === 'Invalid' && wanted === undefined);
  return planExitCode(
    {
      plans: [],
      someUnknown: issues.length > 0 || isUnreadable,
      someInvalid: changes.some(({ step }) => step === 'Invalid') || problemPools(plan).length > 0,
      changesParameters: changesParameters(plan),
    },
    detailed,
  );
}
