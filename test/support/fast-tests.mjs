// Prints the test files that start no server and no process: they need milliseconds.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** What starts a server, a browser or a process. */
const SLOW = /'(node:child_process|dynalite|playwright-core|[^']*\/local\/cloud\.ts)'/;
const IMPORT = /from '(\.[^']+)'/g;

/** Whether the module, or a module of `test/` that it imports, starts a server or a process. */
function isSlow(path, seen = new Set()) {
  if (seen.has(path)) return false;
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  if (SLOW.test(text)) return true;
  return [...text.matchAll(IMPORT)]
    .map(([, target]) => join(dirname(path), target))
    .some((target) => target.startsWith(join(root, 'test/')) && isSlow(target, seen));
}

const FOLDERS = ['aws', 'cli', 'domain', 'functions', 'html', 'language', 'property', 'reconcile'];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, 'test', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', folder, name)),
);
process.stdout.write(files.filter((file) => !isSlow(join(root, file))).join('\n'));
