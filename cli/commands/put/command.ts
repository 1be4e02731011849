import type { Command } from 'commander';
import {
  example,
  POOL_ARGUMENT,
  poolSelector,
  wholeNumber,
  withFormat,
  withIfVersion,
  withService,
  withYes,
} from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addPutCommand(program: Command): void {
  example(
    withFormat(withIfVersion(withYes(withService(program.command('put')))))
      .summary('Write the parameter of a pool from a file')
      .description('Check a file, show the difference, ask, and write the parameter of the pool')
      .argument('<pool>', POOL_ARGUMENT, poolSelector)
      .argument('[file]', 'JSON or YAML file; - is standard input')
      .option('--version <n>', 'Write this version of the parameter again, in place of a file', wholeNumber),
    ['clr put eu-west-1_aBcDeFgHi shop.yaml', 'clr put eu-west-1_aBcDeFgHi --version 3'],
  ).action((pool, file, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runPut(terminal, pool, file, options)),
  );
}
