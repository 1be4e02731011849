import { type Command, Option } from 'commander';
import { accountId, example, withFormat } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addValidateCommand(program: Command): void {
  example(
    withFormat(program.command('validate'))
      .summary('Show every error in parameter files')
      .description(
        'Check JSON or YAML files and show every error, without AWS calls (exit code 1 for invalid files)',
      )
      .argument('<file...>', 'JSON or YAML files, or folders with them; - is standard input')
      .option('--settings <file>', 'Use the settings file of clr init --from-service', undefined)
      .option('--account <id>', 'Use this account for the pools', accountId)
      .option('--allow <pattern...>', 'Allow destinations that match these ARN patterns')
      .addOption(
        new Option(
          '--log-level-validation <level>',
          'Report undocumented log levels as errors or warnings',
        ).choices(['error', 'warn']),
      ),
    ['clr validate config', 'cat parameter.json | clr validate -'],
  ).action((files, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runValidate(terminal, files, options)),
  );
}
