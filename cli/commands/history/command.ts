import type { Command } from 'commander';
import { example, poolId, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addHistoryCommand(program: Command): void {
  example(
    withFormat(withService(program.command('history')))
      .summary('what happened to a pool, and by whom')
      .description('Tells what was desired when and by whom, what was done, and who else wrote.')
      .argument('<pool>', "the user pool's id", poolId),
    ['clr history eu-west-1_aBcDeFgHi'],
  ).action((pool, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runHistory(terminal, pool, options)),
  );
}
