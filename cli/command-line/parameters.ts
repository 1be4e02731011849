import { Argument, type Command } from 'commander';
import { count, example, poolId, poolIds, withFormat, withService, withYes } from './options.ts';
import { run } from './run-command.ts';

const MODES = ['observe', 'enforce'] as const;

/** Commands about pools' parameters. */
export function addParameterCommands(program: Command): void {
  example(
    withYes(withService(program.command('put')))
      .summary("write a pool's parameter from a file")
      .description("Checks a file and writes it as the pool's parameter; shows the difference and asks.")
      .argument('<pool>', "the user pool's id", poolId)
      .argument('<file>', 'JSON or YAML; - is standard input'),
    ['clr put eu-west-1_aBcDeFgHi shop.yaml'],
  ).action((pool, file, options) =>
    run(async (terminal) => (await import('../commands/put/run.ts')).runPut(terminal, pool, file, options)),
  );

  example(
    withService(program.command('get'))
      .summary("print a pool's parameter")
      .description("Prints a pool's parameter, as it stands or stood.")
      .argument('<pool>', "the user pool's id", poolId)
      .option('--before', 'what stood on the pool before it was first managed', false)
      .option('--version <n>', 'that version of the parameter', count),
    ['clr get eu-west-1_aBcDeFgHi > shop.json', 'clr get eu-west-1_aBcDeFgHi --before'],
  ).action((pool, options) =>
    run(async (terminal) => (await import('../commands/get/run.ts')).runGet(terminal, pool, options)),
  );

  example(
    withYes(withService(program.command('delete')))
      .summary("delete a pool's parameter")
      .description("Deletes a pool's parameter; says what becomes of the pool and asks.")
      .argument('<pool>', "the user pool's id", poolId),
    ['clr delete eu-west-1_aBcDeFgHi'],
  ).action((pool, options) =>
    run(async (terminal) => (await import('../commands/delete/run.ts')).runDelete(terminal, pool, options)),
  );

  example(
    withYes(withService(program.command('mode')))
      .summary('only observe a pool, or enforce it')
      .description("Sets the Mode in a pool's parameter; the rest of it stays as it is.")
      .argument('<pool>', "the user pool's id", poolId)
      .addArgument(new Argument('<mode>', 'what to do about differences').choices(MODES)),
    ['clr mode eu-west-1_aBcDeFgHi observe'],
  ).action((pool, mode, options) =>
    run(async (terminal) => (await import('../commands/mode/run.ts')).runMode(terminal, pool, mode, options)),
  );

  example(
    withYes(withFormat(withService(program.command('import'))))
      .summary('make parameters of what stands on the pools')
      .description(
        'Adopts pools as they stand: taking them over changes nothing. What has a parameter is left.',
      )
      .argument('[pool...]', 'the pools; one alone is printed', poolIds)
      .option('--all', 'every pool that has no parameter', false)
      .option('--out <folder>', 'write a file for each pool')
      .option('--put', 'write the parameters', false),
    ['clr import --all --out config', 'clr import --all --put'],
  ).action((pools, options) =>
    run(async (terminal) =>
      (await import('../commands/import/run.ts')).runImport(terminal, pools ?? [], options),
    ),
  );

  example(
    withFormat(withService(program.command('plan')))
      .summary('what the service would do, and why')
      .description('Shows what the next sweep would do, and why. Writes nothing.')
      .argument('[pool|file...]', 'pools, or files that are not put yet; without any, every managed pool')
      .option('--detailed-exitcode', 'exit code 2 where something would be written', false),
    ['clr plan', 'clr plan eu-west-1_aBcDeFgHi', 'clr plan --detailed-exitcode config/*.json'],
  ).action((names, options) =>
    run(async (terminal) => (await import('../commands/plan/run.ts')).runPlan(terminal, names, options)),
  );
}
