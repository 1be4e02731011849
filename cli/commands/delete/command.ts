import type { Command } from 'commander';
import {
  CHOSEN_POOLS_ARGUMENT,
  example,
  poolSelectors,
  wholeNumber,
  withFormat,
  withIfVersion,
  withService,
  withWriteRate,
  withYes,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addDeleteCommand(program: Command): void {
  example(
    withFormat(withWriteRate(withIfVersion(withYes(withService(withPoolFilters(program.command('delete')))))))
      .summary('Delete the parameters of pools')
      .description('Delete the parameters of pools, after showing the effect on each pool')
      .argument('[pool...]', CHOSEN_POOLS_ARGUMENT, poolSelectors)
      .option(
        '--accept-deletions <n>',
        'With several pools: accept deletions for this number of pools',
        wholeNumber,
      ),
    ['clr delete eu-west-1_aBcDeFgHi', 'clr delete --tag env=test'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runDelete(terminal, pools ?? [], options)),
  );
}
