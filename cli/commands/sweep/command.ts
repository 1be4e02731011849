import type { Command } from 'commander';
import { example, wholeNumber, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addSweepCommand(program: Command): void {
  example(
    withFormat(withService(program.command('sweep')))
      .summary('Start a sweep and wait for it')
      .description(
        'Start a full pass over every pool now and wait for it (exit code 1 if it is skipped or puts deletions on hold)',
      )
      .option('--accept-deletions <n>', 'End a hold by accepting up to this many deletions', wholeNumber),
    ['clr sweep', 'clr sweep --accept-deletions 30'],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runSweep(terminal, options)),
  );
}
