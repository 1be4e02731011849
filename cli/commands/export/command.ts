import type { Command } from 'commander';
import { example, withFormat, withService, withYes } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addExportCommand(program: Command): void {
  example(
    withFormat(withYes(withService(program.command('export'))))
      .summary('Write all parameters to a folder, for example in Git')
      .description(
        'Write the parameters of all pools and policies to a folder: pools/ID.yaml and policies/NAME.yaml; ask before a file is overwritten',
      )
      .argument('<folder>', 'The folder; it is created if it does not exist')
      .option('--prune', 'Remove the files of parameters that do not exist', false),
    ['clr export fleet', 'clr export fleet --prune --yes'],
  ).action((folder, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runExport(terminal, folder, options)),
  );
}
