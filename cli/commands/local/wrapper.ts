import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const POLL_MS = 500;
/** npm, its shell and tsx are three. */
const MAX_LEVELS = 6;
const WRAPPER = /\b(npm|npx|pnpm|yarn)\b/;

/**
 * Calls `onEnd` when a package manager that runs this process has ended. npm forwards a signal only to its shell, and
 * the processes below the shell then continue without a parent. Without a package manager, does nothing: the parent of
 * `clr local &` in a script may end first.
 */
export function watchWrapper(onEnd: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const wrappers = wrappersOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && wrappers.every(isRunning)) return;
    clearInterval(timer);
    onEnd();
  }, POLL_MS);
  timer.unref();
}

/** Returns the processes from the parent to the package manager, or none if `ps` does not show one. */
function wrappersOf(parent: number): readonly number[] {
  const found: number[] = [];
  for (let id = parent; id > 1 && found.length < MAX_LEVELS; ) {
    const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(id)], { encoding: 'utf8' });
    const [, above, command = ''] = /^\s*(\d+)\s+(.*)$/m.exec(stdout ?? '') ?? [];
    if (above === undefined) return [];
    found.push(id);
    if (WRAPPER.test(command.split(' ').slice(0, 2).join(' '))) return found;
    id = Number(above);
  }
  return [];
}

/** On Linux, a process that has ended still exists until its parent reads its exit code: a container may never do so. */
function isRunning(id: number): boolean {
  try {
    if (process.platform === 'linux') return !/\) Z /.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
