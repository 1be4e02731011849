import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pc from 'picocolors';
import type { Terminal } from '../../../cli/terminal/terminal.ts';

const folder = resolve(import.meta.dirname, '../golden');

/** What a person reads, compared with the file of that name; `UPDATE_GOLDEN=1` writes it. */
export async function expectGolden(name: string, text: string): Promise<void> {
  const path = resolve(folder, `${name}.txt`);
  if (process.env.UPDATE_GOLDEN) await writeFile(path, `${text}\n`);
  expect(`${text}\n`).toBe(await readFile(path, 'utf8'));
}

export interface Look {
  readonly name: string;
  readonly width: number;
  readonly colors: Terminal['colors'];
}

/** The terminals that golden texts are held against. */
export const LOOKS: readonly Look[] = [80, 120].flatMap((width) => [
  { name: `${width}`, width, colors: pc.createColors(false) },
  { name: `${width}-colour`, width, colors: pc.createColors(true) },
]);

/** The longest line as it is seen. */
export const widest = (text: string): number =>
  Math.max(
    ...text.split('\n').map(
      (line) =>
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences begin with one.
        line.replaceAll(/\x1b\[[0-9;]*m/g, '').length,
    ),
  );
