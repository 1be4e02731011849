import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { compareFolder, type FolderChange } from '../../folder/compare.ts';
import { readFolder } from '../../folder/read-folder.ts';
import { readStored } from '../../folder/read-stored.ts';
import { declined } from '../../parameters/write-messages.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import { applyChanges } from './apply-changes.ts';
import { checkFolder, checkPrune } from './check.ts';
import { applyJson } from './json.ts';
import { deletionsOf, writesOf } from './order.ts';
import { type ApplyOutcome, hasFailed } from './outcome.ts';
import { readPruneEffect } from './prune-effect.ts';
import { applyHints, applyText } from './render.ts';
import { planText } from './render-plan.ts';

export interface ApplyOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly yes: boolean;
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
  const changes = compareFolder(content, await readStored(terminal, service), settings);
  // The list of parameters is not complete.
  if (terminal.interrupted.aborted) throw interrupted();
  const plan = { writes: writesOf(changes), deletions: options.prune ? deletionsOf(changes) : [] };
  const prune = plan.deletions.length > 0 ? await readPruneEffect(terminal, service, changes) : undefined;
  if (terminal.interrupted.aborted) throw interrupted();
  const total = plan.writes.length + plan.deletions.length;
  if (total > 0) {
    const { infoColors: colors, infoWidth: width } = terminal;
    terminal.info(planText(changes, prune, settings, { colors, width }));
    if (prune) checkPrune(prune.size, options.acceptDeletions, settings);
    if (!(await confirm(terminal, question(plan), options.yes))) return declined(terminal);
  }
  const done = await applyChanges(terminal, service, { changes, ...plan, prune }, options);
  const kept = options.prune ? 0 : changes.filter(({ step }) => step === 'Delete').length;
  const outcome: ApplyOutcome = { folder, changes, total, kept, ...done };
  if (options.output === 'json')
    terminal.print(poolsJsonText('Apply', settings, terminal, applyJson(outcome)), 'data');
  else terminal.print(applyText(outcome, terminal));
  for (const hint of applyHints(outcome, terminal.interrupted.aborted))
    terminal.info(withSelection(hint, selection));
  return hasFailed(outcome) ? EXIT.somePoolsFailed : EXIT.success;
}

function question({
  writes,
  deletions,
}: {
  readonly writes: readonly FolderChange[];
  readonly deletions: readonly FolderChange[];
}): string {
  const parts = [
    ...(writes.length > 0 ? [`Write ${pluralize(writes.length, 'parameter')}`] : []),
    ...(deletions.length > 0 ? [`delete ${pluralize(deletions.length, 'parameter')}`] : []),
  ].join(' and ');
  return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}?`;
}

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
