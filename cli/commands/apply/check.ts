import { showInvisible } from '../../../lib/domain/invisible.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { checkAccepted } from '../../deletions/guard.ts';
import { CliError } from '../../errors/cli-error.ts';
import { formatFileIssue } from '../../files/check-file.ts';
import type { FolderContent } from '../../folder/read-folder.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { type PruneSize, pruneProblem } from './prune-guard.ts';

/**
 * Prints the warnings and errors of a folder. Throws CliError if a file has an error, so that a folder is applied completely or
 * not at all, and if `--prune` would delete everything because the folder is empty.
 */
export function checkFolder(
  terminal: Terminal,
  folder: string,
  { files, issues, notRead }: FolderContent,
  prune: boolean,
): void {
  for (const warning of [...files.flatMap(({ warnings }) => warnings), ...notRead])
    terminal.info(`Warning: ${formatFileIssue(warning)}`);
  const errors = [...files.flatMap((file) => file.errors), ...issues];
  for (const error of errors) terminal.info(formatFileIssue(error));
  const name = showInvisible(folder);
  if (errors.length > 0)
    throw new CliError(
      `Found ${pluralize(errors.length, 'error')} in ${name}. No changes made.`,
      `Fix the files. To check them without an AWS call, run: clr validate ${name}`,
    );
  if (prune && files.length === 0)
    throw new CliError(
      `${name} contains no parameter, so --prune would delete every parameter. No changes made.`,
      'Check the folder. To delete parameters one by one, use clr delete and clr policy delete.',
    );
}

/** Throws CliError if the deletions need to be accepted. */
export function checkPrune(size: PruneSize, accepted: number | undefined, settings: Settings): void {
  checkAccepted(pruneProblem(size, accepted, settings));
}
