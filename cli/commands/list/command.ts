import { type Command, Option } from 'commander';
import { EVENT_SOURCES } from '../../../lib/domain/log-configuration.ts';
import {
  example,
  POOLS_ARGUMENT,
  poolSelectors,
  withFormat,
  withService,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addListCommand(program: Command): void {
  example(
    withFormat(withService(withPoolFilters(program.command('list'))))
      .summary('Show where each pool sends its logs')
      .description(
        'List every pool with the destination of each event source, also pools without a parameter',
      )
      .argument('[pool...]', POOLS_ARGUMENT, poolSelectors)
      .addOption(
        new Option('--missing <source>', 'Show only pools that do not export this event source').choices(
          EVENT_SOURCES,
        ),
      )
      .option('--destination <pattern>', 'Show only pools that send logs to this ARN or name; * is any text')
      .option('--unmanaged', 'Show only pools without a parameter', false)
      .option('--live', 'Read every pool; without it, pools in sync are shown as last applied', false),
    ['clr list --missing userAuthEvents', "clr list --destination '*sign-ins*'", "clr list 'prod-*' -o json"],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runList(terminal, pools ?? [], options)),
  );
}
