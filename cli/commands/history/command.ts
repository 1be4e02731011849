import type { Command } from 'commander';
import {
  example,
  POOL_ARGUMENT,
  poolSelector,
  withFormat,
  withService,
  withTargets,
} from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addHistoryCommand(program: Command): void {
  example(
    withFormat(withTargets(withService(program.command('history'))))
      .summary('Show the history of a pool')
      .description(
        'Show the versions and deletions of the parameter with their authors, the outcomes, and the changes by other clients',
      )
      .argument('<pool>', POOL_ARGUMENT, poolSelector),
    ['clr history eu-west-1_aBcDeFgHi'],
  ).action((pool, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runHistory(terminal, pool, options)),
  );
}
