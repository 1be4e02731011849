import { Argument, type Command } from 'commander';
import { example, poolId, withService, withYes } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

const MODES = ['observe', 'enforce'] as const;

export function addModeCommand(program: Command): void {
  example(
    withYes(withService(program.command('mode')))
      .summary('only observe a pool, or enforce it')
      .description("Sets the Mode in a pool's parameter; the rest of it stays as it is.")
      .argument('<pool>', "the user pool's id", poolId)
      .addArgument(new Argument('<mode>', 'what to do about differences').choices(MODES)),
    ['clr mode eu-west-1_aBcDeFgHi observe'],
  ).action((pool, mode, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runMode(terminal, pool, mode, options)),
  );
}
