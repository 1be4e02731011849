import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { CLR } from './build-command.ts';

export interface Command {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly input: string;
}

/** `output`: both streams, in the order of the writes. */
const ended = z.object({ code: z.number(), stdout: z.string(), stderr: z.string(), output: z.string() });

/** Less than the time limit of a test, so that a command of one file does not keep the server busy in the next. */
const MAX_COMMAND_MS = 80_000;

/**
 * A process that runs `clr` commands one after the other. Loading `clr` takes most of the time of a short command, and here it
 * happens once.
 */
export interface CommandServer {
  /** Undefined while another command runs. Rejects when the command calls `process.exit`, has an unhandled error or does not end. */
  run(command: Command): Promise<z.output<typeof ended>> | undefined;
  close(): void;
}

export function commandServer(program = CLR, maxCommandMs = MAX_COMMAND_MS): CommandServer {
  let child: ChildProcess | undefined;
  let isBusy = false;
  const run = async (command: Command): Promise<z.output<typeof ended>> => {
    // It can have ended after a command, by a late error.
    if (child !== undefined && (child.exitCode !== null || child.signalCode !== null)) child = undefined;
    child ??= spawn(process.execPath, [join(import.meta.dirname, 'command-server.mjs'), program], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH },
    });
    // The server ends with this process, and does not keep this process from its end.
    child.unref();
    child.channel?.unref();
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, AbortSignal.timeout(maxCommandMs)]);
    const name = `clr ${command.args.join(' ')}`;
    const failed = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the command server ended with ${code} while it ran: ${name}`);
    });
    try {
      const answered = once(child, 'message', { signal });
      child.send(command);
      const [message] = await Promise.race([answered, failed]);
      return ended.parse(message);
    } catch (error) {
      child.kill('SIGKILL');
      child = undefined;
      if (signal.aborted) throw new Error(`did not end within ${maxCommandMs} ms: ${name}`, { cause: error });
      throw error;
    } finally {
      done.abort();
      failed.catch(() => undefined);
    }
  };
  return {
    run(command) {
      if (isBusy) return undefined;
      isBusy = true;
      return run(command).finally(() => {
        isBusy = false;
      });
    },
    close() {
      child?.kill();
      child = undefined;
    },
  };
}
