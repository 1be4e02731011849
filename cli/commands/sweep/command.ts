import type { Command } from 'commander';
import { example, wholeNumber, withFormat, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addSweepCommand(program: Command): void {
  example(
    withFormat(withService(program.command('sweep')))
      .summary('one pass over every pool, now')
      .description(
        'Has the service make one pass over every pool, now. Exit code 1 where it was skipped or held.',
      )
      .option('--accept-deletions <n>', 'so many deletions at once are meant: releases a hold', wholeNumber),
    ['clr sweep', 'clr sweep --accept-deletions 30'],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runSweep(terminal, options)),
  );
}
