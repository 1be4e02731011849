import type { Command } from 'commander';
import { example, poolIds, wholeNumber, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addSyncCommand(program: Command): void {
  example(
    withFormat(withService(program.command('sync')))
      .summary('have the service look now, and wait')
      .description('Asks the service to look at pools now, and waits for what comes of it.')
      .argument('[pool...]', 'without any, every managed pool', poolIds)
      .option('--timeout <seconds>', 'wait no longer', wholeNumber, 120),
    ['clr sync eu-west-1_aBcDeFgHi'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runSync(terminal, pools ?? [], options)),
  );
}
