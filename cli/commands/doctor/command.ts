import type { Command } from 'commander';
import { example, poolIds, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addDoctorCommand(program: Command): void {
  example(
    withFormat(withService(program.command('doctor')))
      .summary('can it work? what is wrong, and what mends it')
      .description('Looks at the stack, the pools and their destinations before anything is applied.')
      .argument('[pool...]', 'without any, every managed pool', poolIds)
      .option('--show-passing', 'also tell what is well', false),
    ['clr doctor', 'clr doctor eu-west-1_aBcDeFgHi'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runDoctor(terminal, pools ?? [], options)),
  );
}
