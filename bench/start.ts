/**
 * Measures the seconds until `clr local` is ready in a clone: the first start, which packages the service, and starts with
 * an unchanged package. Prints a Markdown table. Exits with 1 if a median exceeds its goal. `BENCH_STARTS` sets the number
 * of starts. Run it on a machine without other work.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fixed, printTable, quantile } from './harness/table.ts';

const root = resolve(import.meta.dirname, '..');
const STARTS = Number(process.env.BENCH_STARTS ?? 5);
/** The build is last, so that it is newer than the sources. */
const COPIED = [
  ...['cli', 'functions', 'html', 'infra', 'lib', 'local', 'serverless.yml'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'dist'],
];
/** /proc/PID/stat counts processor time in units of 10 ms. */
const TICKS_PER_SECOND = 100;

interface Start {
  readonly seconds: number;
  /** The processor time of the process and of the programs that it ran. Undefined where /proc does not exist. */
  readonly cpuSeconds: number | undefined;
}

/** Copies the project. The copy has a cache of its own, which is empty. */
async function copyProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'clr-bench-start-'));
  for (const name of COPIED) await cp(join(root, name), join(copy, name), { recursive: true });
  await mkdir(join(copy, 'node_modules'));
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '.cache') await symlink(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  return copy;
}

async function start(project: string): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['cli/launch.js', 'local', '--port', '0'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const isReady = new Promise<void>((ready, fail) => {
    let output = '';
    child.stdout.on('data', (text) => {
      output += String(text);
      if (output.includes('is ready at')) ready();
    });
    child.once('close', () => fail(new Error('clr local did not start')));
  });
  await isReady;
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuSeconds = await cpuOf(child.pid);
  child.kill('SIGINT');
  await closed;
  return { seconds, cpuSeconds };
}

async function cpuOf(pid: number | undefined): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // After the name of the program, which is in brackets: utime, stime, cutime and cstime are the fields 14 to 17.
  const times = stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  return times && times.reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
}

async function repeat(project: string, before: () => Promise<unknown>): Promise<readonly Start[]> {
  const starts: Start[] = [];
  while (starts.length < STARTS) {
    await before();
    starts.push(await start(project));
  }
  return starts;
}

const print = (start: readonly (number | undefined)[]): string =>
  start.includes(undefined) ? 'unknown' : fixed(quantile(start.map(Number), 0.5), 1);

const project = await copyProject();
try {
  const cache = join(project, 'node_modules/.cache');
  const kinds = [
    ['first start', 8, () => rm(cache, { recursive: true, force: true })],
    ['a function changed', 8, () => appendFile(join(project, 'functions/sweep.ts'), '\n')],
    ['unchanged', 3, async () => {}],
  ] as const;
  const rows: string[][] = [];
  for (const [name, goal, before] of kinds) {
    const starts = await repeat(project, before);
    const seconds = starts.map((one) => one.seconds);
    if (quantile(seconds, 0.5) > goal) process.exitCode = 1;
    rows.push([
      name,
      print(seconds),
      fixed(Math.max(...seconds), 1),
      print(starts.map((one) => one.cpuSeconds)),
      `${goal}`,
    ]);
  }
  printTable(
    `Seconds until clr local is ready, ${STARTS} starts of each kind.`,
    ['start', 'median', 'max', 'processor time', 'goal'],
    rows,
  );
} finally {
  await rm(project, { recursive: true });
}
