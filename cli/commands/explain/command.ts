import type { Command } from 'commander';
import {
  CHOSEN_POOLS_ARGUMENT,
  example,
  poolSelectors,
  withFormat,
  withService,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addExplainCommand(program: Command): void {
  example(
    withFormat(withService(withPoolFilters(program.command('explain'))))
      .summary('Show which parameter or policy applies to a pool, and why')
      .description(
        'Show for each event source of a pool which parameter or policy applies, and why (read-only)',
      )
      .argument('[pool...]', CHOSEN_POOLS_ARGUMENT, poolSelectors),
    ['clr explain eu-west-1_aBcDeFgHi', 'clr explain --outcome Rejected'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runExplain(terminal, pools ?? [], options)),
  );
}
