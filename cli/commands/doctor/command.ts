import type { Command } from 'commander';
import { example, poolIds, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addDoctorCommand(program: Command): void {
  example(
    withFormat(withService(program.command('doctor')))
      .summary('Find problems in the setup and their fixes')
      .description('Check the stack, the pools and their log destinations, without changing anything')
      .argument('[pool...]', 'User pool IDs (default: every managed pool)', poolIds)
      .option('--show-passing', 'Also show the checks that pass', false),
    ['clr doctor', 'clr doctor eu-west-1_aBcDeFgHi'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runDoctor(terminal, pools ?? [], options)),
  );
}
