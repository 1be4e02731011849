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

/** Returns the text of every page for users, by name. */
async function pages(): Promise<readonly (readonly [string, string])[]> {
  const names = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const paths = ['README.md', ...names.map((name) => `docs/${name}`)];
  return Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const));
}

/** Returns the command lines of `clr` in code: the words after `clr`, to the end of the command. */
const commandsIn = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^```[^`]*?^```|`[^`\n]+`/gm)]
    .flatMap(([code]) => code.replaceAll(/\\\n/g, ' ').split(/[\n`]|\$\(| \\?\| | && |; /))
    .flatMap((line) => /^\s*(?:\$ )?clr ([^#>]*)/.exec(line)?.[1] ?? [])
    .map((line) => line.trim().split(/\s+/));

test('every clr command in the documentation exists, with each of its options', async () => {
  const { commands } = createProgram();
  const unknown: string[] = [];
  let count = 0;
  for (const [page, text] of await pages())
    for (const [name = '', ...words] of commandsIn(text)) {
      if (['--help', 'COMMAND', 'complete', ''].includes(name)) continue;
      count += 1;
      const parent = commands.find((command) => command.name() === name);
      const known = parent?.commands.find((command) => command.name() === words[0]) ?? parent;
      const options = ['--help', ...(known?.options.flatMap(({ long, short }) => [long, short]) ?? [])];
      const wrong = words.filter((word) => /^--?[a-z]/.test(word) && !options.includes(word.split('=')[0]));
      if (known === undefined || wrong.length > 0) unknown.push(`${page}: clr ${[name, ...words].join(' ')}`);
    }
  expect(unknown).toEqual([]);
  expect(count).toBeGreaterThan(150);
});

test('every link in the documentation leads to a page and a heading that exist', async () => {
  const anchor = (heading: string): string =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  const broken: string[] = [];
  for (const [page, text] of await pages())
    for (const [, path = '', hash] of text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g)) {
      const target = path === '' ? page : join(page, '..', path);
      const found = await readFile(join(root, target), 'utf8').catch(() => undefined);
      const anchors = [
        ...[...(found ?? '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading)),
        ...[...(found ?? '').matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id),
      ];
      const isTarget = found !== undefined && (hash === undefined || anchors.includes(hash));
      if (!isTarget) broken.push(`${page}: ${path}#${hash}`);
    }
  expect(broken).toEqual([]);
});
