import type { Terminal } from './terminal.ts';
import { pluralize } from './text.ts';

/** Calls that end sooner need no message. */
const NOTE_AFTER_MS = 200;

/**
 * After Ctrl-C, says that the command waits for the calls that it has started, and how to stop now. Call the returned
 * function when no call is left.
 *
 * @param inFlight returns the number of calls without a response
 */
export function noteWaiting(
  { interrupted, info }: Pick<Terminal, 'interrupted' | 'info'>,
  inFlight: () => number,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const note = (): void => {
    const calls = inFlight();
    if (calls > 0) info(`Waiting for ${pluralize(calls, 'call')}. Press Ctrl-C again to stop now.`);
  };
  const wait = (): void => {
    timer = setTimeout(note, NOTE_AFTER_MS);
    timer.unref();
  };
  interrupted.addEventListener('abort', wait, { once: true });
  return () => {
    interrupted.removeEventListener('abort', wait);
    clearTimeout(timer);
  };
}
