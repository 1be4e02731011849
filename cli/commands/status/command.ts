import type { Command } from 'commander';
import { example, poolIds, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addStatusCommand(program: Command): void {
  example(
    withFormat(withService(program.command('status')))
      .summary('show the state of all pools')
      .description('Lists the outcome of each pool. Pools that need attention come first.')
      .argument('[pool...]', 'pool IDs; all pools if omitted', poolIds)
      .option('--failed', 'show only pools that need attention', false)
      .option('--live', 'also read the parameters and the pools', false)
      .option('--watch', 'refresh every two seconds until Ctrl-C', false),
    ['clr status --failed', 'clr status --watch'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runStatus(terminal, pools ?? [], options)),
  );
}
