import { report } from '../../../html/report.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkNewFile } from '../../files/new-file.ts';
import type { OpenService } from '../../service/open-service.ts';
import { openService } from '../../service/open-service.ts';
import { givenTargets } from '../../targets/given-targets.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { findings } from './formats/asff.ts';
import { reportCsv } from './formats/csv.ts';
import { reportMembers, reportPools } from './formats/report-json.ts';
import type { ServiceReport } from './formats/service-report.ts';
import type { ReportFormat, ReportOptions } from './options.ts';
import { readReport } from './read-report.ts';
import type { ReadReports } from './read-reports.ts';
import { readTargetReports } from './targets.ts';
import { writePage } from './write-page.ts';

/**
 * Runs `clr report`: writes the state and history of the fleet to one file. After Ctrl-C it writes nothing. If data
 * is missing, the HTML page, the JSON and the exit code say so.
 */
export async function runReport(terminal: Terminal, options: ReportOptions): Promise<ExitCode> {
  const { html, output: format = html === undefined ? undefined : 'html' } = options;
  if (format === undefined)
    throw new CliError(
      'The format of the report is not set.',
      'Add -o html, csv, json or asff, or --html FILE.',
      { exitCode: EXIT.usage },
    );
  const file = html ?? options.out ?? '-';
  const isFile = file !== '-';
  if (isFile) await checkNewFile(file, options.force);
  const isLive = options.live || format === 'asff';
  const targets = await givenTargets(options);
  const read = targets
    ? await readTargetReports(terminal, targets, isLive)
    : await readOneReport(terminal, await openService(options), isLive);
  if (terminal.interrupted.aborted) {
    terminal.info('Interrupted. No report was written.');
    return EXIT.interrupted;
  }
  const text = textOf(terminal, format, read);
  if (isFile) {
    await writePage(file, format === 'csv' || format === 'html' ? text : `${text}\n`, options.force);
    terminal.info(`Wrote ${file}.`);
  } else if (format === 'csv') terminal.print(text.replace(/\n$/, ''), 'exact');
  else terminal.print(text, format === 'html' ? 'exact' : 'data');
  const missing = [...read.failed, ...read.reports.flatMap(missingOf)];
  if (missing.length === 0) return EXIT.success;
  terminal.info(['The report is incomplete:', ...missing.map((one) => `  ${one}`)].join('\n'));
  return EXIT.somePoolsFailed;
}

async function readOneReport(
  terminal: Terminal,
  service: OpenService,
  isLive: boolean,
): Promise<ReadReports> {
  const one = await readReport(terminal, service, isLive);
  return {
    reports: [one],
    scope: service.settings,
    members: reportMembers(one),
    failed: [],
    page: () => report(one.view),
  };
}

function textOf(
  terminal: Terminal,
  format: ReportFormat,
  { reports, scope, members, page }: ReadReports,
): string {
  switch (format) {
    case 'html':
      return page();
    case 'csv':
      return reportCsv(reports);
    case 'json':
      return poolsJsonText('Report', scope, terminal, {
        ...members,
        pools: reportPools(reports),
      });
    case 'asff':
      return JSON.stringify(findings(reports), null, 2);
  }
}

const missingOf = ({ target, view }: ServiceReport): readonly string[] =>
  view.missing.map((one) => (target === undefined ? one : `${target}: ${one}`));
