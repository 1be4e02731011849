import { type Command, Option } from 'commander';
import {
  example,
  POOL_ARGUMENT,
  poolSelector,
  wholeNumber,
  withService,
} from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';
import { GET_FORMATS } from '../../parameters/get-formats.ts';

export function addGetCommand(program: Command): void {
  example(
    withService(program.command('get'))
      .summary('Print the parameter of a pool')
      .description('Print the parameter of a pool, or an earlier version of it')
      .argument('<pool>', POOL_ARGUMENT, poolSelector)
      .addOption(
        new Option(
          '-o, --output <format>',
          'Set the output format: the stored text, YAML with its version, or JSON',
        )
          .choices(GET_FORMATS)
          .default('text'),
      )
      .addOption(
        new Option('--before', 'Print the configuration of the pool before the service managed it')
          .default(false)
          .conflicts('version'),
      )
      .option('--version <n>', 'Print this version of the parameter', wholeNumber),
    [
      'clr get eu-west-1_aBcDeFgHi > shop.json',
      'clr get eu-west-1_aBcDeFgHi -o yaml > shop.yaml',
      'clr get eu-west-1_aBcDeFgHi --before',
    ],
  ).action((pool, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runGet(terminal, pool, options)),
  );
}
