import type { Command } from 'commander';
import {
  CHOSEN_POOLS_ARGUMENT,
  example,
  poolSelectors,
  withFormat,
  withService,
  withTargets,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addHistoryCommand(program: Command): void {
  example(
    withFormat(withTargets(withService(withPoolFilters(program.command('history')))))
      .summary('Show the history of a pool')
      .description(
        'Show the versions and deletions of the parameter with their authors, the outcomes, and the changes by other clients',
      )
      .argument('[pool...]', CHOSEN_POOLS_ARGUMENT, poolSelectors),
    ['clr history eu-west-1_aBcDeFgHi', "clr history --name 'prod-*'"],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runHistory(terminal, pools ?? [], options)),
  );
}
