import { Argument, type Command } from 'commander';
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

const MODES = ['observe', 'enforce'] as const;

export function addModeCommand(program: Command): void {
  example(
    withFormat(withIfVersion(withYes(withService(program.command('mode')))))
      .summary('Set the mode of a pool: observe or enforce')
      .description("Set the Mode in a pool's parameter and leave the rest unchanged")
      .argument('<pool>', POOL_ARGUMENT, poolSelector)
      .addArgument(
        new Argument('<mode>', 'Report differences only (observe), or fix them (enforce)').choices(MODES),
      ),
    ['clr mode eu-west-1_aBcDeFgHi observe'],
  ).action((pool, mode, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runMode(terminal, pool, mode, options)),
  );
}
