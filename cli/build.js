// Builds dist/ with the compiler of TypeScript. dist/built has the time at which the last complete build began, by the clock of the
// file system: a source that changed while the compiler ran is newer. cli/launch.js compares it with the sources.
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const built = join(root, 'dist/built');
const started = join(root, `dist/started-${process.pid}`);

mkdirSync(join(root, 'dist'), { recursive: true });
rmSync(built, { force: true });
writeFileSync(started, '');
try {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
  // Keeps the time.
  if (status === 0) renameSync(started, built);
} finally {
  rmSync(started, { force: true });
}
