import type { Command } from 'commander';
import { example, poolId, wholeNumber, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addGetCommand(program: Command): void {
  example(
    withService(program.command('get'))
      .summary('Print the parameter of a pool')
      .description('Print the parameter of a pool, or an earlier version of it')
      .argument('<pool>', 'User pool ID', poolId)
      .option('--before', 'Print the configuration of the pool before the service managed it', false)
      .option('--version <n>', 'Print this version of the parameter', wholeNumber),
    ['clr get eu-west-1_aBcDeFgHi > shop.json', 'clr get eu-west-1_aBcDeFgHi --before'],
  ).action((pool, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runGet(terminal, pool, options)),
  );
}
