import { report } from '../../../html/report.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkNewFile } from '../../files/new-file.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readReport } from './read-report.ts';
import { writePage } from './write-page.ts';

export interface ReportOptions extends ServiceOptions {
  /** A file; `-` is standard output. */
  readonly html: string;
  readonly live: boolean;
  readonly force: boolean;
}

/**
 * Runs `clr report`: writes the state and history of the fleet to one HTML page. After Ctrl-C it writes nothing. If data
 * is missing, the page and the exit code say so.
 */
export async function runReport(terminal: Terminal, options: ReportOptions): Promise<ExitCode> {
  const isFile = options.html !== '-';
  if (isFile) await checkNewFile(options.html, options.force);
  const service = await openService(options);
  const view = await readReport(terminal, service, options.live);
  if (terminal.interrupted.aborted) {
    terminal.info('Interrupted. No report was written.');
    return EXIT.interrupted;
  }
  const page = report(view);
  if (isFile) {
    await writePage(options.html, page, options.force);
    terminal.info(`Wrote ${options.html}.`);
  } else terminal.print(page, 'exact');
  if (view.missing.length === 0) return EXIT.success;
  terminal.info(['The report is incomplete:', ...view.missing.map((one) => `  ${one}`)].join('\n'));
  return EXIT.somePoolsFailed;
}
