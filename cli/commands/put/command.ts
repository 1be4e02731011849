import type { Command } from 'commander';
import { example, poolId, withService, withYes } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addPutCommand(program: Command): void {
  example(
    withYes(withService(program.command('put')))
      .summary("write a pool's parameter from a file")
      .description("Checks a file and writes it as the pool's parameter; shows the difference and asks.")
      .argument('<pool>', "the user pool's id", poolId)
      .argument('<file>', 'JSON or YAML; - is standard input'),
    ['clr put eu-west-1_aBcDeFgHi shop.yaml'],
  ).action((pool, file, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runPut(terminal, pool, file, options)),
  );
}
