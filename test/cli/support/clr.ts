import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describeError } from '../../../cli/errors/describe-error.ts';
import type { Terminal } from '../../../cli/terminal/terminal.ts';
import { CLR } from '../../support/build-command.ts';
import { type ClrLocal, clrLocal } from '../../support/clr-local.ts';
import { commandServer } from '../../support/command-server.ts';
import { type E2eClient, e2eClient } from '../../support/e2e-client.ts';
import { recordingTerminal } from './recording-terminal.ts';

const root = resolve(import.meta.dirname, '../../..');
/** The built command: see test/support/build-command.ts. */
export const BINARY = [CLR];

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly input?: string;
}

const environment = ({ env }: RunOptions): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: tmpdir(),
  ...env,
});

/** Serves all test files of a worker, and ends with it. */
const server = commandServer();

/**
 * Runs the built `clr` with its standard input, output and error: in the process of an earlier command, or in a new one while that
 * is busy.
 */
export async function clr(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd = root, input = '' } = options;
  const ended = await server.run({ args, env: environment(options), cwd, input });
  if (ended === undefined) return clrProcess(args, options);
  const { code, stdout, stderr } = ended;
  return { code, stdout, stderr };
}

/** Runs `clr` and returns both of its streams in the order in which it wrote them, as a shell with `2>&1` does. */
export async function clrOutput(args: readonly string[], options: RunOptions): Promise<string> {
  const { cwd = root } = options;
  const ended = await server.run({ args, env: environment(options), cwd, input: '' });
  if (ended === undefined) throw new Error('another command is still running');
  return ended.output;
}

/** Runs `clr` in a process of its own. */
export async function clrProcess(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [...BINARY, ...args], {
    cwd: options.cwd ?? root,
    env: environment(options),
    timeout: 120_000,
  });
  child.stdin.end(options.input ?? '');
  const ended = once(child, 'close');
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/**
 * Runs a command in this process: much faster than `clr`. The files that it reads need absolute paths. Changes the
 * environment of the process, so all commands of a test file use one world.
 */
export async function inProcess(
  world: World,
  command: (terminal: Terminal) => Promise<number>,
): Promise<Ended> {
  Object.assign(process.env, world.env);
  const { terminal, printed, messages } = recordingTerminal();
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  try {
    const code = await command(terminal);
    return { code, stdout: text(printed), stderr: text(messages) };
  } catch (error) {
    const { message, hint, exitCode } = describeError(error);
    return {
      code: exitCode,
      stdout: text(printed),
      stderr: text([...messages, `clr: ${message}`, `  ${hint}`]),
    };
  }
}

export interface World {
  readonly local: ClrLocal;
  readonly env: NodeJS.ProcessEnv;
  readonly client: E2eClient;
  /** A new folder, in which the commands run. */
  readonly folder: string;
  clr(args: readonly string[], options?: RunOptions): Promise<Ended>;
  seed(content: object): Promise<void>;
  close(): Promise<void>;
}

export const ACCOUNT = '123456789012';
export const REGION = 'us-west-2';

/** Starts the service on a local cloud, with a folder and credentials for `clr`. */
export async function startWorld(args: readonly string[] = []): Promise<World> {
  const local = await clrLocal(args);
  const folder = await mkdtemp(join(tmpdir(), 'clr-test-'));
  const env = {
    AWS_ENDPOINT_URL: local.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'none',
  };
  return {
    local,
    env,
    folder,
    client: e2eClient(local.url, ACCOUNT, REGION),
    clr: (commands, options = {}) =>
      clr(commands, { cwd: folder, ...options, env: { ...env, ...options.env } }),
    async seed(content) {
      const body = JSON.stringify({ account: ACCOUNT, region: REGION, ...content });
      const response = await fetch(`${local.url}/_local/seed`, { method: 'POST', body });
      if (!response.ok) throw new Error(await response.text());
    },
    async close() {
      await local.interrupt();
      await rm(folder, { recursive: true });
    },
  };
}

export const logGroup = (name: string): string => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`;

export const notifications = (name: string) => ({
  EventSource: 'userNotification' as const,
  LogLevel: 'ERROR' as const,
  CloudWatchLogsConfiguration: { LogGroupArn: logGroup(name) },
});
