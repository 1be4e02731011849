import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pc from 'picocolors';
import type { Terminal } from '../../../cli/terminal/terminal.ts';

const folder = resolve(import.meta.dirname, '../golden');

/** Compares a text with the golden file of that name; `UPDATE_GOLDEN=1` writes the file. */
export async function expectGolden(name: string, text: string): Promise<void> {
  const path = resolve(folder, `${name}.txt`);
  if (process.env.UPDATE_GOLDEN) await writeFile(path, `${text}\n`);
  expect(`${text}\n`).toBe(await readFile(path, 'utf8'));
}

export interface TerminalStyle {
  readonly name: string;
  readonly width: number;
  readonly colors: Terminal['colors'];
}

/** The terminal widths, with and without color, of the golden files. */
export const TERMINAL_STYLES: readonly TerminalStyle[] = [80, 120].flatMap((width) => [
  { name: `${width}`, width, colors: pc.createColors(false) },
  { name: `${width}-colour`, width, colors: pc.createColors(true) },
]);

/** Returns the length of the longest line, without escape sequences. */
export const widest = (text: string): number =>
  Math.max(
    ...text.split('\n').map(
      (line) =>
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences start with one.
        line.replaceAll(/\x1b\[[0-9;]*m/g, '').length,
    ),
  );
