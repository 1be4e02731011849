import type { Command } from 'commander';
import { example, poolId, wholeNumber, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addGetCommand(program: Command): void {
  example(
    withService(program.command('get'))
      .summary("print a pool's parameter")
      .description("Prints a pool's parameter, as it stands or stood.")
      .argument('<pool>', "the user pool's id", poolId)
      .option('--before', 'what stood on the pool before it was first managed', false)
      .option('--version <n>', 'that version of the parameter', wholeNumber),
    ['clr get eu-west-1_aBcDeFgHi > shop.json', 'clr get eu-west-1_aBcDeFgHi --before'],
  ).action((pool, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runGet(terminal, pool, options)),
  );
}
