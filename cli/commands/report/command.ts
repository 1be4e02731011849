import type { Command } from 'commander';
import { example, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addReportCommand(program: Command): void {
  example(
    withService(program.command('report'))
      .summary('write a report for auditors')
      .description('Writes one HTML page with every pool, its drift, the actors and the repairs.')
      .requiredOption('--html <file>', 'output file; - writes to standard output')
      .option('--live', 'also read the pools', false)
      .option('--force', 'overwrite an existing file', false),
    ['clr report --html report.html'],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runReport(terminal, options)),
  );
}
