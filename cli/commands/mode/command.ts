import { Argument, type Command } from 'commander';
import {
  CHOSEN_POOLS_ARGUMENT,
  example,
  poolSelector,
  withFormat,
  withIfVersion,
  withService,
  withWriteRate,
  withYes,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';
import { MODES } from './modes.ts';

const MODE = new Argument('<mode>', 'Report differences only (observe), or fix them (enforce)').choices(
  MODES,
);

/** Only the last argument of a command can be a list, so that the pools and the mode are one list. The help shows them as two. */
const POOLS_AND_MODE = new Argument('<mode...>')
  .choices(MODES)
  .argParser((word: string, earlier: readonly string[] = []) => [...earlier, poolSelector(word)]);

export function addModeCommand(program: Command): void {
  const command: Command = program.command('mode');
  example(
    withFormat(withWriteRate(withIfVersion(withYes(withService(withPoolFilters(command))))))
      .summary('Set the mode of pools: observe or enforce')
      .description('Set the Mode in the parameters of pools and leave the rest unchanged')
      .usage('[options] [pool...] <mode>')
      .configureHelp({
        ...command.configureHelp(),
        visibleArguments: () => [new Argument('[pool...]', CHOSEN_POOLS_ARGUMENT), MODE],
      })
      .addArgument(POOLS_AND_MODE),
    ['clr mode eu-west-1_aBcDeFgHi observe', 'clr mode --tag env=test enforce'],
  ).action((words: readonly string[], options) => {
    const last = words.at(-1);
    const mode = MODES.find((one) => one === last);
    if (mode === undefined)
      command.error(
        `error: command-argument value '${last}' is invalid for argument 'mode'. Allowed choices are ${MODES.join(', ')}.`,
      );
    const pools = words.slice(0, -1);
    return runCommand(async (terminal) => (await import('./run.ts')).runMode(terminal, pools, mode, options));
  });
}
