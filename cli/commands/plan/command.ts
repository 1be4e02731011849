import type { Command } from 'commander';
import { example, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addPlanCommand(program: Command): void {
  example(
    withFormat(withService(program.command('plan')))
      .summary('what the service would do, and why')
      .description('Shows what the next sweep would do, and why. Writes nothing.')
      .argument('[pool|file...]', 'pools, or files that are not put yet; without any, every managed pool')
      .option('--detailed-exitcode', 'exit code 2 where something would be written', false),
    ['clr plan', 'clr plan eu-west-1_aBcDeFgHi', 'clr plan --detailed-exitcode config/*.json'],
  ).action((names, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runPlan(terminal, names, options)),
  );
}
