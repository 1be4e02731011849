import { withoutByteOrderMark } from '../../lib/domain/parameter/text.ts';
import { CliError } from '../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import { sayFrozen } from '../freeze/say-frozen.ts';
import { declined } from '../parameters/write-messages.ts';
import { nameAndId, readPoolNames, withNames } from '../pools/pool-names.ts';
import type { NamedPool } from '../pools/read-each.ts';
import type { OpenService } from '../service/open-service.ts';
import { confirm } from '../terminal/confirm.ts';
import { poolsJsonText } from '../terminal/json.ts';
import type { OutputFormat } from '../terminal/output-format.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { withSelection } from '../terminal/with-selection.ts';
import { listText, poolResultsText } from './pools-text.ts';
import { isFailed } from './result.ts';
import { type PoolChange, type PoolResult, writePools } from './write-pools.ts';

/** The changes of the parameters of several pools, with the texts of the command. */
export interface PoolChanges {
  /** The parameters to write or delete, each with its effect on the pool. */
  readonly changes: readonly (PoolChange & { readonly effect: string })[];
  /** The results of the pools that are not written. */
  readonly others: readonly PoolResult[];
  /** The line above the list, for example `This deletes the parameters of 2 pools:`. */
  readonly title: string;
  /** Throws CliError if the changes are refused. Called after the list was shown. */
  check?(): void;
  readonly question: string;
  /** The label of the progress bar. */
  readonly label: string;
  /** The start of the summary. */
  readonly summary: string;
}

export interface ChangeOptions {
  readonly yes: boolean;
  readonly output: OutputFormat;
}

/**
 * Shows what becomes of each of several pools, asks once, and writes or deletes their parameters. Goes on after a failure, and
 * exits with 3 and a list.
 */
export async function changePools(
  terminal: Terminal,
  service: OpenService,
  changes: PoolChanges,
  { yes, output }: ChangeOptions,
): Promise<ExitCode> {
  const { settings, selection } = service;
  // The list of changes is not complete.
  if (terminal.interrupted.aborted) throw interrupted();
  const names = await readPoolNames(service);
  const listed = changes.changes.map((one) => ({ ...one, version: one.stored.version }));
  if (listed.length > 0) {
    terminal.info(`${changes.title}\n${listText(withNames(listed, names))}`);
    changes.check?.();
    await sayFrozen(terminal, service);
    if (!(await confirm(terminal, changes.question, yes))) return declined(terminal);
  }
  if (output !== 'json') printDeleted(terminal, withNames(listed, names));
  const written = await writePools(terminal, service, changes.label, changes.changes);
  const results = withNames([...changes.others, ...written], names);
  if (output === 'json')
    terminal.print(poolsJsonText('Write', settings, terminal, { pools: results }), 'data');
  else printResults(terminal, changes.summary, results);
  if (terminal.interrupted.aborted)
    terminal.info(
      `Interrupted: ${written.length} of ${listed.length} parameters were processed. To continue, run the same command again.`,
    );
  else if (written.length > 0)
    terminal.info(withSelection('To see the outcomes, run: clr status', selection));
  return results.some(isFailed) ? EXIT.somePoolsFailed : EXIT.success;
}

/**
 * Prints the values that are deleted, so that they can be restored: Parameter Store forgets them. It does so before the first
 * deletion, because the command can be killed after it.
 */
function printDeleted(terminal: Terminal, changes: readonly (PoolChange & NamedPool)[]): void {
  const deleted = changes.filter(({ step, stored }) => step === 'Delete' && stored.type === 'String');
  if (deleted.length > 0) terminal.info('To restore a deleted parameter, put its value:');
  for (const { userPoolId, userPoolName, stored } of deleted) {
    terminal.print(terminal.colors.bold(nameAndId(userPoolId, userPoolName)));
    terminal.print(withoutByteOrderMark(stored.value), 'exact');
    terminal.print('');
  }
}

function printResults(terminal: Terminal, summary: string, results: readonly PoolResult[]): void {
  const style = { colors: terminal.infoColors, width: terminal.infoWidth };
  terminal.info(poolResultsText(summary, results, style));
}

const interrupted = (): CliError =>
  new CliError('Interrupted. No changes made.', 'To continue, run the same command again.', {
    exitCode: EXIT.interrupted,
  });
