import type { Command } from 'commander';
import { example, poolIds, withFormat, withService, withYes } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addImportCommand(program: Command): void {
  example(
    withYes(withFormat(withService(program.command('import'))))
      .summary('make parameters of what stands on the pools')
      .description(
        'Adopts pools as they stand: taking them over changes nothing. What has a parameter is left.',
      )
      .argument('[pool...]', 'the pools; one alone is printed', poolIds)
      .option('--all', 'every pool that has no parameter', false)
      .option('--out <folder>', 'write a file for each pool')
      .option('--put', 'write the parameters', false),
    ['clr import --all --out config', 'clr import --all --put'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runImport(terminal, pools ?? [], options)),
  );
}
