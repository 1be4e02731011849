import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT } from '../../cli/errors/exit-codes.ts';
import { createProgram } from '../../cli/program.ts';

const root = resolve(import.meta.dirname, '../..');

async function sources(): Promise<string> {
  const names = (await readdir(join(root, 'cli'), { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  );
  return (await Promise.all(names.map((name) => readFile(join(root, 'cli', name), 'utf8')))).join('\n');
}

const docs = (): Promise<string> => readFile(join(root, 'docs/clr.md'), 'utf8');

/** Returns the first cell of every table row. */
const firstCells = (text: string): readonly string[] =>
  [...text.matchAll(/^\| *([^|]+?) *\|/gm)].map(([, cell = '']) => cell.replaceAll('`', ''));

test('docs/clr.md documents every kind of JSON that clr prints', async () => {
  const kinds = [...(await sources()).matchAll(/(?:jsonText|poolsJsonText)\(\s*'(\w+)'/g)].map(
    ([, kind = '']) => kind,
  );
  expect(kinds.length).toBeGreaterThan(5);
  expect(firstCells(await docs())).toEqual(expect.arrayContaining(kinds));
});

test('docs/clr.md documents every command and every exit code', async () => {
  const cells = firstCells(await docs());
  const commands = cells.flatMap((cell) => cell.split(', ')).map((cell) => cell.split(' ')[0]);
  for (const { name } of createProgram().commands.map((command) => ({ name: command.name() })))
    expect(commands).toContain(name);
  expect(cells).toEqual(expect.arrayContaining(Object.values(EXIT).map(String)));
});
