import type { Command } from 'commander';
import { example, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addReportCommand(program: Command): void {
  example(
    withService(program.command('report'))
      .summary('the whole fleet and its history in one page')
      .description(
        'Writes one HTML page for an auditor: every pool, what drifted, who did it, what was done.',
      )
      .requiredOption('--html <file>', 'where to; - is standard output')
      .option('--live', 'read the pools too', false)
      .option('--force', 'write over a file that is there', false),
    ['clr report --html report.html'],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runReport(terminal, options)),
  );
}
