import type { Command } from 'commander';
import {
  example,
  POOLS_ARGUMENT,
  poolSelectors,
  withFormat,
  withService,
  withTargets,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addStatusCommand(program: Command): void {
  example(
    withFormat(withTargets(withService(withPoolFilters(program.command('status')))))
      .summary('Show the state of all pools')
      .description('List the outcome of each pool, those that need attention first')
      .argument('[pool...]', POOLS_ARGUMENT, poolSelectors)
      .option('--failed', 'Show only pools that need attention', false)
      .option('--unmanaged', 'Show the pools without a parameter, and the logs that they send', false)
      .option('--all', 'Show every pool in a row of its own, also pools with the same problem', false)
      .option('--live', 'Also read the parameters and the pools', false)
      .option('--watch', 'Refresh every two seconds until Ctrl-C', false),
    [
      'clr status --failed',
      'clr status --tag env=prod --outcome Rejected',
      'clr status --unmanaged',
      'clr status --targets targets.yaml',
    ],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runStatus(terminal, pools ?? [], options)),
  );
}
