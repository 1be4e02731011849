import { report } from '../../../html/report.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { writeNewFile } from '../../files/new-file.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readReport } from './read-report.ts';

export interface ReportOptions extends ServiceOptions {
  /** A file; `-` is standard output. */
  readonly html: string;
  readonly live: boolean;
  readonly force: boolean;
}

/** Runs `clr report`: writes the state and history of the fleet to one HTML page. */
export async function runReport(terminal: Terminal, options: ReportOptions): Promise<ExitCode> {
  const service = await openService(options);
  const page = report(await readReport(terminal, service, options.live));
  if (options.html === '-') terminal.print(page, 'exact');
  else {
    await writeNewFile(options.html, page, options.force);
    terminal.info(`Wrote ${options.html}.`);
  }
  return EXIT.success;
}
