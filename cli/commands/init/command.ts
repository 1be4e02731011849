import type { Command } from 'commander';
import { example, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addInitCommand(program: Command): void {
  example(
    withService(program.command('init'))
      .summary('write an example parameter and its JSON Schema')
      .description('Writes a commented example parameter and the JSON Schema that editors check it by.')
      .argument('[folder]', 'where to', '.')
      .option('--from-service', 'also write the settings of the deployed service, for validate', false)
      .option('--force', 'write over what is there', false),
    ['clr init config'],
  ).action((folder, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runInit(terminal, folder, options)),
  );
}
