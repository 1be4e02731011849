import type { Command } from 'commander';
import {
  example,
  poolSelectors,
  withFormat,
  withService,
  withWriteRate,
  withYes,
} from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addImportCommand(program: Command): void {
  example(
    withWriteRate(withYes(withFormat(withService(program.command('import')))))
      .summary('Create parameters from the current configuration of pools')
      .description(
        'Create parameters from the current configuration of pools, so that no pool changes; keep existing parameters',
      )
      .argument('[pool...]', 'Pool IDs, names, or patterns with *; a single pool is printed', poolSelectors)
      .option('--all', 'Import every pool without a parameter', false)
      .option(
        '--out <folder>',
        'Write one file per pool or policy to this folder, in the layout of clr export',
      )
      .option('--policies', 'Propose policies for pools with the same configuration', false)
      .option('--put', 'Write the parameters', false),
    ['clr import --all --out config', 'clr import --all --policies --out config', 'clr import --all --put'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runImport(terminal, pools ?? [], options)),
  );
}
