import pc from 'picocolors';
import { visible } from './visible.ts';
import { wrapText } from './wrap.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/** Input and output of a command: `print` for data (standard output), `info` for messages (standard error). */
export interface Terminal {
  /**
   * Prints text, wrapped at the width of the terminal. An invisible character is an escape, which is the same value in JSON.
   * With `data`, lines are not wrapped: for JSON. With `exact`, invisible characters are unchanged too unless standard
   * output is a terminal: for text that a file or a pipe needs unchanged.
   */
  print(text: string, form?: 'data' | 'exact'): void;
  /** Prints a message, wrapped at the width of the terminal. `hang`: further lines have this many more spaces. */
  info(text: string, hang?: number): void;
  /** Clears the screen, if standard output is a terminal. */
  clear(): void;
  /** Colors for data. Off when standard output is not a terminal or `NO_COLOR` is set. */
  readonly colors: Colors;
  /** Colors for messages on standard error. */
  readonly infoColors: Colors;
  /** Columns of standard output; undefined when the line length is not limited. */
  readonly width: number | undefined;
  /** Columns of standard error; undefined when the line length is not limited. */
  readonly infoWidth: number | undefined;
  /** Lines of standard output; undefined when it is not a terminal. */
  readonly height: number | undefined;
  /** Standard error is a terminal and can show a progress bar. */
  readonly isLive: boolean;
  /** The command can ask for confirmation. */
  readonly canAsk: boolean;
  /** Aborted by Ctrl-C, and when the reader of standard output has closed it. A second Ctrl-C ends the process immediately. */
  readonly interrupted: AbortSignal;
  /** The time of this machine, for durations. An age needs the time of AWS: the clock of the service. */
  now(): Date;
}

/** The properties of a terminal that change how text is formatted. */
export type TerminalStyle = Pick<Terminal, 'colors' | 'width'>;

/** The streams of a process. */
export interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Returns the terminal of the process. Call it once: it adds a signal listener. */
export function processTerminal(env: NodeJS.ProcessEnv = process.env): Terminal {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  return streamTerminal(process, env, interrupt.signal);
}

/** Returns a terminal that writes to these streams. */
export function streamTerminal(
  { stdin, stdout, stderr }: Streams,
  env: NodeJS.ProcessEnv,
  interrupted: AbortSignal,
): Terminal {
  const width = terminalWidth(stdout, env);
  const infoWidth = terminalWidth(stderr, env);
  const colors = pc.createColors(supportsColor(stdout.isTTY, env));
  const infoColors = pc.createColors(supportsColor(stderr.isTTY, env));
  return {
    print: (text, form) => {
      const isExact = form === 'exact' && !stdout.isTTY;
      const shown = isExact ? text : visible(text, colors.isColorSupported);
      stdout.write(`${form === undefined ? wrapText(shown, wrapWidth(stdout, env)) : shown}\n`);
    },
    info: (text, hang) =>
      void stderr.write(
        `${wrapText(visible(text, infoColors.isColorSupported), wrapWidth(stderr, env), hang)}\n`,
      ),
    clear: () => {
      if (stdout.isTTY) stdout.write('\x1b[H\x1b[2J');
    },
    colors,
    infoColors,
    width,
    infoWidth,
    height: stdout.isTTY ? stdout.rows || undefined : undefined,
    isLive: stderr.isTTY === true && env.TERM !== 'dumb',
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    interrupted,
    now: () => new Date(),
  };
}

/** A non-empty NO_COLOR turns colors off (https://no-color.org). FORCE_COLOR turns them on without a terminal. */
export function supportsColor(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return isTerminal === true && env.TERM !== 'dumb';
}

/** Returns the columns at which text is wrapped; undefined if the output is not a terminal, for example a file. */
export const wrapWidth = (
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: NodeJS.ProcessEnv,
): number | undefined => (stream.isTTY ? terminalWidth(stream, env) : undefined);

/** Returns the columns in `COLUMNS` or of the terminal; undefined if neither is known. */
export function terminalWidth(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
  env: NodeJS.ProcessEnv,
): number | undefined {
  if (env.COLUMNS !== undefined && /^[1-9]\d*$/.test(env.COLUMNS)) return Number(env.COLUMNS);
  // A terminal of unknown size reports 0 columns.
  return isTTY ? columns || undefined : undefined;
}
