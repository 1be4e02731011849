import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { findService } from '../../service/find-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { wrapText } from '../../terminal/wrap.ts';
import { invokeSweep } from './invoke.ts';
import { sweepText } from './render.ts';

export interface SweepOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly acceptDeletions?: number;
}

/** Runs `clr sweep`: starts a sweep now and waits for it. `--accept-deletions` ends a hold. */
export async function runSweep(terminal: Terminal, options: SweepOptions): Promise<ExitCode> {
  const service = await findService(options);
  const progress = showProgress(terminal, 'Waiting for the sweep');
  try {
    const response = await invokeSweep(service, options.acceptDeletions ?? 0, terminal.interrupted);
    progress.end();
    if (options.output === 'json')
      terminal.print(jsonText('Sweep', service.settings, { ...response }), 'data');
    else terminal.print(wrapText(sweepText(response), terminal.width));
    return response.result === 'Skipped' || response.held ? EXIT.error : EXIT.success;
  } catch (error) {
    progress.end();
    if (!terminal.interrupted.aborted) throw error;
    terminal.info('Interrupted. The sweep continues. To see its result, run: clr status');
    return EXIT.interrupted;
  }
}
