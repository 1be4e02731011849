import { type Command, Option } from 'commander';
import { accountId, example, withFormat, withService } from './options.ts';
import { run } from './run-command.ts';

/** Commands about files: no pool and no parameter is written. */
export function addFileCommands(program: Command): void {
  example(
    withService(program.command('init'))
      .summary('write an example parameter and its JSON Schema')
      .description('Writes a commented example parameter and the JSON Schema that editors check it by.')
      .argument('[folder]', 'where to', '.')
      .option('--from-service', 'also write the settings of the deployed service, for validate', false)
      .option('--force', 'write over what is there', false),
    ['clr init config'],
  ).action((folder, options) =>
    run(async (terminal) => (await import('../commands/init/run.ts')).runInit(terminal, folder, options)),
  );

  example(
    withFormat(program.command('validate'))
      .summary('check files: every fault, with its place')
      .description('Checks files of JSON or YAML, all faults at once; no AWS call. Exit code 0 or 1.')
      .argument('<file...>', 'files; - is standard input')
      .option('--settings <file>', 'the settings that init --from-service wrote', undefined)
      .option('--account <id>', 'the account of the pools', accountId)
      .option('--allow <pattern...>', 'ARN patterns of the destinations that the service allows')
      .addOption(
        new Option('--level-pairing <what>', 'of levels that are not documented').choices(['error', 'warn']),
      ),
    ['clr validate config/*.yaml', 'cat parameter.json | clr validate -'],
  ).action((files, options) =>
    run(async (terminal) =>
      (await import('../commands/validate/run.ts')).runValidate(terminal, files, options),
    ),
  );
}
