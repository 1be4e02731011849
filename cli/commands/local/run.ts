import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { printStartMessage } from './output.ts';
import { type LocalOptions, startLocal } from './start.ts';

/** `clr local`: runs until Ctrl-C. Returns 0, or 1 with a one-line error when the start fails. */
export async function runLocal(options: LocalOptions): Promise<ExitCode> {
  const stopped = new Promise<void>((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
  });
  try {
    const cloud = await startLocal(options);
    printStartMessage(cloud, options);
    await stopped;
    await cloud.close();
    return EXIT.success;
  } catch (error) {
    process.stderr.write(`clr local: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.error;
  }
}
