import type { Command } from 'commander';
import { Option } from 'commander';
import { example, withService, withTargets } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addReportCommand(program: Command): void {
  example(
    withTargets(withService(program.command('report')))
      .summary('Write a report for auditors')
      .description(
        'Write every pool, its problems, its drift and its history, as an HTML page or for other tools. The findings (asff) are for AWS Security Hub',
      )
      .addOption(
        new Option('-o, --output <format>', 'Set the output format').choices(['html', 'csv', 'json', 'asff']),
      )
      .option('--out <file>', 'Output file; standard output if omitted')
      .addOption(
        new Option('--html <file>', 'Write an HTML page to this file; - is standard output').conflicts([
          'output',
          'out',
        ]),
      )
      .option('--live', 'Also read the pools; asff always reads them', false)
      .option('--force', 'Overwrite an existing file', false),
    [
      'clr report --html report.html',
      'clr report -o csv --out pools.csv',
      'clr report -o asff > findings.json',
    ],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runReport(terminal, options)),
  );
}
