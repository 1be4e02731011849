import pc from 'picocolors';
import { EXIT } from '../errors/exit-codes.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/** What a command may do to the person in front of it. Data goes to standard output, talk to standard error. */
export interface Terminal {
  print(text: string): void;
  info(text: string): void;
  /** For data: plain where standard output is no terminal, or `NO_COLOR` is set. */
  readonly colors: Colors;
  /** The same for talk. */
  readonly infoColors: Colors;
  /** Columns of standard output; undefined where lines may be as long as they are. */
  readonly width: number | undefined;
  /** Standard error is a terminal: what moves may be shown. */
  readonly isLive: boolean;
  /** A person can be asked. */
  readonly canAsk: boolean;
  /** Aborted by Ctrl-C; a second one ends the process at once. */
  readonly interrupted: AbortSignal;
  now(): Date;
}

/** What a text depends on. */
export type TerminalStyle = Pick<Terminal, 'colors' | 'width'>;

/** The process's own. Call it once. */
export function processTerminal(env: NodeJS.ProcessEnv = process.env): Terminal {
  const { stdin, stdout, stderr } = process;
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  // Whoever reads the output may stop reading (`clr status | head`): that is no error, and there is no more to do.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return interrupt.abort();
    stderr.write(`clr: standard output takes nothing: ${error.message}\n`);
    process.exit(EXIT.error);
  });
  // What is said there may be read by nobody: what was asked for is done all the same.
  stderr.on('error', () => undefined);
  return {
    print: (text) => void stdout.write(`${text}\n`),
    info: (text) => void stderr.write(`${text}\n`),
    colors: pc.createColors(supportsColor(stdout.isTTY, env)),
    infoColors: pc.createColors(supportsColor(stderr.isTTY, env)),
    // A terminal that nobody told its size says 0.
    width: columns(env.COLUMNS) ?? (stdout.isTTY ? stdout.columns || undefined : undefined),
    isLive: stderr.isTTY === true && env.TERM !== 'dumb',
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    interrupted: interrupt.signal,
    now: () => new Date(),
  };
}

/** https://no-color.org: set and not empty means no colour; FORCE_COLOR asks for it where there is no terminal. */
export function supportsColor(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return isTerminal === true && env.TERM !== 'dumb';
}

const columns = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
