import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const HOUR_MS = 3_600_000;

let clone: string;
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'clr-launch-'));
  for (const folder of ['lib/domain', 'cli', 'local', 'html', 'dist/cli'])
    await mkdir(join(clone, folder), { recursive: true });
  await cp(join(root, 'cli/launch.js'), join(clone, 'cli/launch.js'));
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'));
  const files = {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{}',
    'tsconfig.build.json': '{}',
    'lib/domain/rule.ts': '',
    'cli/clr.ts': 'const from: string = "sources"; process.stdout.write(from);',
    'dist/cli/clr.js': 'process.stdout.write("build")',
    'dist/built': '',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(clone, name), content);
});
afterEach(() => rm(clone, { recursive: true }));

/** Sets the time of the build, relative to now. */
async function setBuildTime(ms: number): Promise<void> {
  const time = new Date(Date.now() + ms);
  await utimes(join(clone, 'dist/built'), time, time);
}

/** A file system has a clock of its own, which is some milliseconds late. */
const CLOCK_STEP_MS = 30;

/** Makes the build newer than every source that exists, and older than every later change. */
async function buildNow(): Promise<void> {
  await sleep(CLOCK_STEP_MS);
  await setBuildTime(0);
  await sleep(CLOCK_STEP_MS);
}

/** Builds with a compiler that runs `code`, which can use `fs` and ends with an exit code. */
async function build(code: string): Promise<void> {
  await rm(join(clone, 'node_modules'));
  await mkdir(join(clone, 'node_modules/typescript/bin'), { recursive: true });
  await symlink(join(root, 'node_modules/tsx'), join(clone, 'node_modules/tsx'));
  await cp(join(root, 'cli/build.js'), join(clone, 'cli/build.js'));
  const compiler = `import fs from 'node:fs'; fs.writeFileSync('dist/cli/clr.js', 'process.stdout.write("build")'); ${code}`;
  await writeFile(join(clone, 'node_modules/typescript/package.json'), '{ "type": "module" }');
  await writeFile(join(clone, 'node_modules/typescript/bin/tsc'), compiler);
  await sleep(CLOCK_STEP_MS);
  await promisify(execFile)(process.execPath, [join(clone, 'cli/build.js')]).catch(() => undefined);
}

/** Returns what `clr` runs from. */
async function launched(): Promise<string> {
  return (await promisify(execFile)(process.execPath, [join(clone, 'cli/launch.js')])).stdout;
}

test('runs the build when no source is newer', async () => {
  await buildNow();
  expect(await launched()).toBe('build');
});

test('runs the build that npm run build made', async () => {
  await build('');
  expect(await launched()).toBe('build');
});

test.each([
  ['a source is newer than the build', () => setBuildTime(-HOUR_MS)],
  [
    'a source was changed while the compiler ran',
    () => build("fs.appendFileSync('lib/domain/rule.ts', ' ');"),
  ],
  ['the build failed or was interrupted', () => build('process.exit(2);')],
  ['there is no build', () => rm(join(clone, 'dist'), { recursive: true })],
  [
    'a source with an old date was copied over another',
    async () => {
      await buildNow();
      const copy = join(clone, 'rule.ts');
      await writeFile(copy, '');
      await utimes(copy, new Date(0), new Date(0));
      await rename(copy, join(clone, 'lib/domain/rule.ts'));
    },
  ],
  [
    'a source was removed',
    async () => {
      await buildNow();
      await rm(join(clone, 'lib/domain/rule.ts'));
    },
  ],
])('runs the sources when %s', async (_, change) => {
  await change();
  expect(await launched()).toBe('sources');
});
