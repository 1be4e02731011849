import { type Command, Option } from 'commander';
import {
  CHOSEN_POOLS_ARGUMENT,
  example,
  poolSelectors,
  wholeNumber,
  withService,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';
import { GET_FORMATS } from '../../parameters/get-formats.ts';

export function addGetCommand(program: Command): void {
  example(
    withService(withPoolFilters(program.command('get')))
      .summary('Print the parameters of pools')
      .description('Print the parameters of pools; of one pool, also an earlier version')
      .argument('[pool...]', CHOSEN_POOLS_ARGUMENT, poolSelectors)
      .addOption(
        new Option(
          '-o, --output <format>',
          'Set the output format: the stored text, YAML with its version, or JSON',
        )
          .choices(GET_FORMATS)
          .default('text'),
      )
      .addOption(
        new Option('--before', 'Print the configuration of each pool before the service managed it')
          .default(false)
          .conflicts('version'),
      )
      .option('--version <n>', 'Print this version of the parameter', wholeNumber),
    [
      'clr get eu-west-1_aBcDeFgHi > shop.json',
      'clr get eu-west-1_aBcDeFgHi -o yaml > shop.yaml',
      'clr get eu-west-1_aBcDeFgHi --before',
      'clr get --tag env=prod -o yaml',
    ],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runGet(terminal, pools ?? [], options)),
  );
}
