import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { readFolder } from '../../folder/read-folder.ts';
import { sayFrozen } from '../../freeze/say-frozen.ts';
import { declined } from '../../parameters/write-messages.ts';
import { uncheckedLines } from '../../pools/unchecked.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { countedQuestion } from '../../terminal/text.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import {
  type ComparedFolder,
  compareWithStored,
  type FolderPlan,
  planFolder,
} from '../plan/folder/plan-folder.ts';
import { showFolderPlan } from '../plan/folder/run.ts';
import { applyChanges } from './apply-changes.ts';
import { checkFolder, checkPrune } from './check.ts';
import { applyJson } from './json.ts';
import { deletionsOf, writeStages } from './order.ts';
import { type ApplyOutcome, hasFailed } from './outcome.ts';
import { applyHints, applyText } from './render.ts';

export interface ApplyOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly yes: boolean;
  /** Also check tier, threat protection and destinations for the plan. */
  readonly checks: boolean;
  /** Show each file and pool of the plan by itself. */
  readonly all: boolean;
  /** Delete the parameters without a file. */
  readonly prune: boolean;
  /** The number of pools that the deletions concern. */
  readonly acceptDeletions?: number;
  readonly wait: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * Runs `clr apply`: makes Parameter Store match a folder. Each run compares again, so that a run after an interruption writes
 * only what is left.
 */
export async function runApply(terminal: Terminal, folder: string, options: ApplyOptions): Promise<ExitCode> {
  checkOptions(options);
  const service = await openService(options);
  const { settings, selection } = service;
  const content = await readFolder(folder, settings);
  checkFolder(terminal, folder, content, options.prune);
  const compared = await compareWithStored(terminal, service, folder, content);
  // The list of parameters is not complete.
  if (terminal.interrupted.aborted) throw interrupted();
  const { changes } = compared;
  const stages = writeStages(changes, settings);
  const deletions = options.prune ? deletionsOf(changes) : [];
  const writes = stages.reduce((sum, stage) => sum + stage.changes.length, 0);
  const total = writes + deletions.length;
  const plan = total > 0 ? await showPlan(terminal, service, compared, options) : undefined;
  if (total > 0 && !(await confirm(terminal, question(writes, deletions.length), options.yes)))
    return declined(terminal);
  const done = await applyChanges(
    terminal,
    service,
    { changes, stages, deletions, effects: plan?.deletions ?? [] },
    options,
  );
  // A plan says it too.
  const kept = options.prune || plan ? 0 : changes.filter(({ step }) => step === 'Delete').length;
  const outcome: ApplyOutcome = { folder, changes, total, kept, ...done };
  if (options.output === 'json')
    terminal.print(poolsJsonText('Apply', settings, terminal, applyJson(outcome)), 'data');
  else terminal.print(applyText(outcome, terminal));
  for (const hint of applyHints(outcome, terminal.interrupted.aborted))
    terminal.info(withSelection(hint, selection));
  return hasFailed(outcome) ? EXIT.somePoolsFailed : EXIT.success;
}

/**
 * Shows the plan with the messages: the result is the output. Throws CliError after Ctrl-C, and if the deletions need to be
 * accepted.
 */
async function showPlan(
  terminal: Terminal,
  service: OpenService,
  compared: ComparedFolder,
  { prune, checks, all, acceptDeletions }: ApplyOptions,
): Promise<FolderPlan> {
  const plan = await planFolder(terminal, service, compared, { prune, checks });
  if (terminal.interrupted.aborted) throw interrupted();
  const messages = {
    ...terminal,
    print: (text: string) => terminal.info(text),
    colors: terminal.infoColors,
    width: terminal.infoWidth,
  };
  showFolderPlan(messages, service, plan, { output: 'table', all, changesOnly: false });
  for (const line of uncheckedLines(plan.unchecked)) terminal.info(line);
  terminal.info('');
  await sayFrozen(terminal, service);
  if (plan.pruneSize) checkPrune(plan.pruneSize, acceptDeletions, service.settings);
  return plan;
}

const question = (writes: number, deletions: number): string =>
  countedQuestion([
    ['write', writes, 'parameter'],
    ['delete', deletions, 'parameter'],
  ]);

const interrupted = (): CliError =>
  new CliError('Interrupted. No changes made.', 'To continue, run the same command again.', {
    exitCode: EXIT.interrupted,
  });

function checkOptions({ prune, acceptDeletions }: ApplyOptions): void {
  if (acceptDeletions !== undefined && !prune)
    throw new CliError(
      '--accept-deletions has no effect without --prune.',
      'Add --prune to delete the parameters without a file.',
      { exitCode: EXIT.usage },
    );
}
