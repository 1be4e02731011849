import { showInvisible } from '../../../../lib/domain/invisible.ts';
import { CliError } from '../../../errors/cli-error.ts';
import { EXIT } from '../../../errors/exit-codes.ts';
import { isFolder } from '../../../files/file-error.ts';
import { kindOfArgument } from '../file-argument.ts';
import type { PlanOptions } from '../plan-options.ts';

/** Returns the folder among the arguments. Throws CliError for a folder beside other arguments. */
export async function folderIn(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    if ((await kindOfArgument(name)) !== 'File' || !(await isFolder(name))) continue;
    if (names.length === 1) return name;
    throw new CliError(
      `${showInvisible(name)} is a folder, and a folder is planned by itself.`,
      'Specify one folder, or pools and files.',
      { exitCode: EXIT.usage },
    );
  }
  return undefined;
}

/** Throws CliError for an option that only the plan of a folder has. */
export function checkWithoutFolder({ output, prune }: PlanOptions): void {
  const option = prune ? '--prune' : output === 'markdown' ? '--output markdown' : undefined;
  if (option === undefined) return;
  throw new CliError(`${option} needs a folder.`, `Specify one, for example: clr plan fleet ${option}`, {
    exitCode: EXIT.usage,
  });
}
