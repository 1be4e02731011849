import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { openService } from '../../service/open-service.ts';
import { givenTargets } from '../../targets/given-targets.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { checkWithoutFolder, folderIn } from './folder/folder-argument.ts';
import { runFolderPlan } from './folder/run.ts';
import type { PlanOptions } from './options.ts';
import { readPlan } from './read-plan.ts';
import { showPlan } from './show-plan.ts';
import { planOfTargets } from './targets.ts';

/** Runs `clr plan`: shows what the next sweep would change, and why. Writes nothing. */
export async function runPlan(
  terminal: Terminal,
  names: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const folder = await folderIn(names);
  const given = await givenTargets(options);
  if (folder !== undefined && given)
    throw new CliError(
      'A folder is planned for one account and Region.',
      'Run the command once for each target, with --profile, --region and --stage.',
      { exitCode: EXIT.usage },
    );
  if (folder !== undefined) return runFolderPlan(terminal, folder, options);
  checkWithoutFolder(options);
  if (given) return planOfTargets(terminal, given, names, options);
  const service = await openService(options);
  const read = await readPlan(terminal, service, names, options);
  showPlan(terminal, service, read, options);
  if (read.unknown !== undefined && options.output !== 'json') terminal.print(read.unknown);
  for (const note of read.notes) terminal.info(note);
  return read.code;
}
