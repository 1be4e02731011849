import { type Command, Option } from 'commander';
import { accountId, example, withFormat } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addValidateCommand(program: Command): void {
  example(
    withFormat(program.command('validate'))
      .summary('check files: every fault, with its place')
      .description('Checks files of JSON or YAML, all faults at once; no AWS call. Exit code 0 or 1.')
      .argument('<file...>', 'files; - is standard input')
      .option('--settings <file>', 'the settings that init --from-service wrote', undefined)
      .option('--account <id>', 'the account of the pools', accountId)
      .option('--allow <pattern...>', 'ARN patterns of the destinations that the service allows')
      .addOption(
        new Option('--log-level-validation <level>', 'of levels that are not documented').choices([
          'error',
          'warn',
        ]),
      ),
    ['clr validate config/*.yaml', 'cat parameter.json | clr validate -'],
  ).action((files, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runValidate(terminal, files, options)),
  );
}
