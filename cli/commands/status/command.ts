import type { Command } from 'commander';
import { example, poolIds, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addStatusCommand(program: Command): void {
  example(
    withFormat(withService(program.command('status')))
      .summary('the fleet, what needs a person first')
      .description('Lists what came of each pool, what needs a person first.')
      .argument('[pool...]', 'only these', poolIds)
      .option('--failed', 'only what is not as it should be', false)
      .option('--live', 'read parameters and pools too', false)
      .option('--watch', 'again every two seconds, until Ctrl-C', false),
    ['clr status --failed', 'clr status --watch'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runStatus(terminal, pools ?? [], options)),
  );
}
