import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where package.json and serverless.yml are: this file runs from cli or, built, from dist/cli. */
export function packageFolder(): string {
  const above = resolve(import.meta.dirname, '..');
  return above.endsWith('dist') ? resolve(above, '..') : above;
}

export function packageVersion(): string {
  const described: unknown = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  const version: unknown =
    typeof described === 'object' && described !== null ? Reflect.get(described, 'version') : undefined;
  return String(version);
}
