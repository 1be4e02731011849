import type { Command } from 'commander';
import { example, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addReportCommand(program: Command): void {
  example(
    withService(program.command('report'))
      .summary('Write a report for auditors')
      .description('Write one HTML page with every pool, its drift, the actors and the repairs')
      .requiredOption('--html <file>', 'Output file; - is standard output')
      .option('--live', 'Also read the pools', false)
      .option('--force', 'Overwrite an existing file', false),
    ['clr report --html report.html'],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runReport(terminal, options)),
  );
}
