import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { eventually } from '../../support/outside.ts';

const run = promisify(execFile);

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** A command in a real terminal, 100 columns wide, as a person sees it. */
export interface Screen {
  /** Resolves with the screen once it shows this. */
  shows(text: string | RegExp, ms?: number): Promise<string>;
  /** Keys as tmux names them: `Enter`, `C-c`, or what is typed. */
  keys(...keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Its exit code stands on the screen as `exit N`. */
export async function onScreen(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Screen> {
  const socket = `clr-${randomUUID()}`;
  const tmux = (...args: readonly string[]) => run('tmux', ['-L', socket, '-f', '/dev/null', ...args]);
  const quoted = command.map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
  const settings = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value ?? ''}`]);
  const shell = `${quoted}; echo "exit $?"; sleep 120`;
  await tmux('new-session', '-d', '-x', '100', '-y', '40', ...settings, shell);
  const screen = async (): Promise<string> => (await tmux('capture-pane', '-p')).stdout;
  return {
    shows: (text, ms = 20_000) =>
      eventually(screen, (seen) => (typeof text === 'string' ? seen.includes(text) : text.test(seen)), ms),
    async keys(...keys) {
      await tmux('send-keys', ...keys);
    },
    async close() {
      await tmux('kill-server');
    },
  };
}
