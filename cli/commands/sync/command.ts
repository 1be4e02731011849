import type { Command } from 'commander';
import {
  example,
  MANAGED_POOLS_ARGUMENT,
  poolSelectors,
  wholeNumber,
  withFormat,
  withService,
  withYes,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addSyncCommand(program: Command): void {
  example(
    withYes(withFormat(withService(withPoolFilters(program.command('sync')))))
      .summary('Reconcile pools now')
      .description('Make the service reconcile pools now, and wait for the outcomes')
      .argument('[pool...]', MANAGED_POOLS_ARGUMENT, poolSelectors)
      .option('--timeout <seconds>', 'Stop waiting after this time', wholeNumber, 120),
    ['clr sync eu-west-1_aBcDeFgHi', 'clr sync --tag env=prod --outcome Rejected'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runSync(terminal, pools ?? [], options)),
  );
}
