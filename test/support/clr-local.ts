import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CLR } from './build-command.ts';

const root = resolve(import.meta.dirname, '../..');

/**
 * A start packages the service, which takes 10 s of CPU time. On a busy machine, it took 45 s. The limit applies to
 * every `clr` process. The tour of policies takes three minutes: it waits for the schedule of rollouts.
 */
const MAX_PROCESS_MS = 380_000;

/** `clr local` ends 0.1 s after Ctrl-C, and needed up to 1.7 s on a busy machine. */
const MAX_STOP_MS = 60_000;

/** `clr local` in a separate process, as a user starts it. */
export interface ClrLocal {
  readonly url: string;
  /** Everything that the process has printed, with the logs of the functions. */
  output(): string;
  /** Sends Ctrl-C. Resolves with the exit code. Rejects when the process does not end within 20 s. */
  interrupt(): Promise<number | null>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function startClr(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [CLR, ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The process must end when a test fails.
    timeout: MAX_PROCESS_MS,
  });
}

/** Runs a `clr` command until it ends. */
export async function runClr(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = startClr(args, env);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = await once(child, 'close');
  return { code, stdout: stdout(), stderr: stderr() };
}

/** Starts the local cloud on a free port. Resolves when it is ready. */
export async function clrLocal(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ClrLocal> {
  const child = startClr(['local', '--port', '0', ...args], env);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const url = await new Promise<string>((ready, fail) => {
    if (!child.stdout) return fail(new Error('no standard output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = line.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) ready(found[0]);
    });
    child.once('close', (code) => fail(new Error(`clr local ended with ${code}: ${stderr()}`)));
  });
  return {
    url,
    output: () => stdout() + stderr(),
    async interrupt() {
      const closed = once(child, 'close', { signal: AbortSignal.timeout(MAX_STOP_MS) });
      child.kill('SIGINT');
      try {
        const [code] = await closed;
        return code;
      } catch {
        child.kill('SIGKILL');
        throw new Error(`clr local did not end within ${MAX_STOP_MS / 1000} s after Ctrl-C: ${stderr()}`);
      }
    },
  };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.on('data', (chunk) => {
    text += String(chunk);
  });
  return () => text;
}
