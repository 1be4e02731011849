import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { findService } from '../../service/find-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { invokeSweep } from './invoke.ts';
import { sweepText } from './render.ts';

export interface SweepOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly acceptDeletions?: number;
}

/** `clr sweep`: one pass over every pool, now; with `--accept-deletions` it releases a hold. */
export async function runSweep(terminal: Terminal, options: SweepOptions): Promise<ExitCode> {
  const { sweepFunction } = await findService(options);
  const progress = showProgress(terminal, 'sweeping');
  try {
    const response = await invokeSweep(sweepFunction, options.acceptDeletions ?? 0, terminal.interrupted);
    progress.end();
    terminal.print(options.output === 'json' ? jsonText('Sweep', { ...response }) : sweepText(response));
    return response.result === 'Skipped' || response.held ? EXIT.error : EXIT.success;
  } catch (error) {
    progress.end();
    if (!terminal.interrupted.aborted) throw error;
    terminal.info('stopped waiting; the sweep goes on by itself: clr status tells');
    return EXIT.interrupted;
  }
}
