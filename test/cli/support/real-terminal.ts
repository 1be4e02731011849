import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { eventually } from '../../support/e2e-client.ts';
import { BINARY } from './clr.ts';

/** `clr` in a pseudo-terminal, which the Linux command `script` creates, with methods that read and type. */
export interface RealTerminal {
  /** Returns the text that the terminal has received until now, from standard output and standard error. */
  screen(): string;
  /** Resolves when the terminal contains the text. */
  shows(text: string | RegExp): Promise<void>;
  type(keys: string): void;
  /** Resolves with the exit code. */
  ended(): Promise<number | null>;
}

export const CTRL_C = '\x03';

export function inTerminal(
  args: readonly string[],
  {
    env,
    cwd,
    columns = 80,
  }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string; readonly columns?: number },
): RealTerminal {
  const quoted = [process.execPath, ...BINARY, ...args].map((arg) => `'${arg}'`).join(' ');
  const child = spawn('script', ['-qefc', `stty cols ${columns} rows 40; exec ${quoted}`, '/dev/null'], {
    cwd,
    env: { PATH: process.env.PATH, HOME: tmpdir(), TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let screen = '';
  child.stdout.on('data', (chunk) => {
    screen += String(chunk);
  });
  const closed = once(child, 'close');
  return {
    screen: () => screen.replaceAll('\r\n', '\n'),
    async shows(text) {
      await eventually(
        async () => screen,
        (seen) => (typeof text === 'string' ? seen.includes(text) : text.test(seen)),
      );
    },
    type: (keys) => void child.stdin.write(keys),
    async ended() {
      const [code] = await closed;
      return code;
    },
  };
}
