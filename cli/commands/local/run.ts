import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { printError, printStartMessage, printStep } from './output.ts';
import { type LocalOptions, startLocal } from './start.ts';
import { createSteps } from './steps.ts';
import { aborted, stopSignal } from './stop-signal.ts';

/**
 * `clr local`: runs until Ctrl-C. Returns 0, 130 when it is interrupted before the local cloud is ready, or 1 with a
 * one-line error when the start fails.
 */
export async function runLocal(options: LocalOptions): Promise<ExitCode> {
  const stop = stopSignal();
  try {
    const steps = createSteps(printStep);
    const cloud = await startLocal(options, stop, steps);
    printStartMessage(cloud, options, steps.total());
    await aborted(stop);
    await cloud.close();
    return EXIT.success;
  } catch (error) {
    if (stop.aborted) {
      printError('Interrupted. The local cloud did not start.');
      return EXIT.interrupted;
    }
    printError(error instanceof Error ? error.message : String(error));
    return EXIT.error;
  }
}
