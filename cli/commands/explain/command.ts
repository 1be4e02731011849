import type { Command } from 'commander';
import { example, POOL_ARGUMENT, poolSelector, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addExplainCommand(program: Command): void {
  example(
    withFormat(withService(program.command('explain')))
      .summary('Show which parameter or policy applies to a pool, and why')
      .description(
        'Show for each event source of a pool which parameter or policy applies, and why (read-only)',
      )
      .argument('<pool>', POOL_ARGUMENT, poolSelector),
    ['clr explain eu-west-1_aBcDeFgHi'],
  ).action((pool, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runExplain(terminal, pool, options)),
  );
}
