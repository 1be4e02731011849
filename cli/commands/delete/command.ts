import type { Command } from 'commander';
import {
  example,
  POOL_ARGUMENT,
  poolSelector,
  withFormat,
  withIfVersion,
  withService,
  withYes,
} from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addDeleteCommand(program: Command): void {
  example(
    withFormat(withIfVersion(withYes(withService(program.command('delete')))))
      .summary("Delete a pool's parameter")
      .description("Delete a pool's parameter, after showing the effect on the pool")
      .argument('<pool>', POOL_ARGUMENT, poolSelector),
    ['clr delete eu-west-1_aBcDeFgHi'],
  ).action((pool, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runDelete(terminal, pool, options)),
  );
}
