import type { Command } from 'commander';
import {
  example,
  MANAGED_POOLS_ARGUMENT,
  poolSelectors,
  wholeNumber,
  withFormat,
  withService,
} from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addSyncCommand(program: Command): void {
  example(
    withFormat(withService(program.command('sync')))
      .summary('Reconcile pools now')
      .description('Make the service reconcile pools now, and wait for the outcomes')
      .argument('[pool...]', MANAGED_POOLS_ARGUMENT, poolSelectors)
      .option('--timeout <seconds>', 'Stop waiting after this time', wholeNumber, 120),
    ['clr sync eu-west-1_aBcDeFgHi'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runSync(terminal, pools ?? [], options)),
  );
}
