import type { Command } from 'commander';
import {
  example,
  MANAGED_POOLS_ARGUMENT,
  poolSelectors,
  withFormat,
  withService,
  withTargets,
} from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addDoctorCommand(program: Command): void {
  example(
    withFormat(withTargets(withService(withPoolFilters(program.command('doctor')))))
      .summary('Find problems and show how to fix them')
      .description('Check the stack, the pools and their destinations (read-only)')
      .argument('[pool...]', MANAGED_POOLS_ARGUMENT, poolSelectors)
      .option('--show-passing', 'Also list the checks that passed', false)
      .option('--all', 'Show every finding by itself, also those with the same cause', false),
    ['clr doctor', 'clr doctor eu-west-1_aBcDeFgHi'],
  ).action((pools, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runDoctor(terminal, pools ?? [], options)),
  );
}
