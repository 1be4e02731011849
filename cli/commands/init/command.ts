import type { Command } from 'commander';
import { example, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addInitCommand(program: Command): void {
  example(
    withService(program.command('init'))
      .summary('Write an example parameter and the JSON Schemas')
      .description(
        'Write an example parameter with comments, and the JSON Schemas of parameters and policies',
      )
      .argument('[folder]', 'Folder for the files', '.')
      .option('--from-service', 'Also write the settings of the deployed service, for clr validate', false)
      .option('--force', 'Overwrite existing files', false),
    ['clr init config'],
  ).action((folder, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runInit(terminal, folder, options)),
  );
}
