import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Returns the version in package.json. This file runs from cli/command-line or, built, from dist/cli/command-line.
 * Throws when package.json does not exist.
 */
export function packageVersion(): string {
  const above = resolve(import.meta.dirname, '../..');
  const root = above.endsWith('dist') ? resolve(above, '..') : above;
  const described: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return String(Object(described).version);
}
