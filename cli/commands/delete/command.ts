import type { Command } from 'commander';
import { example, poolId, withService, withYes } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addDeleteCommand(program: Command): void {
  example(
    withYes(withService(program.command('delete')))
      .summary("delete a pool's parameter")
      .description("Deletes a pool's parameter; says what becomes of the pool and asks.")
      .argument('<pool>', "the user pool's id", poolId),
    ['clr delete eu-west-1_aBcDeFgHi'],
  ).action((pool, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runDelete(terminal, pool, options)),
  );
}
