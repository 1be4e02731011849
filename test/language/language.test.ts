import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LANGUAGE_EXCEPTIONS } from './exceptions.ts';
import { LANGUAGE_RULES } from './rules.ts';

const root = resolve(import.meta.dirname, '../..');

const PLACES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'serverless.yml',
  'docs',
  'bench',
  'cli',
  'functions',
  'html',
  'infra',
  'lib',
  'local',
  'test',
];
/** The rules and their exceptions quote the words. */
const OWN_FILES = /^test\/language\//;
const READ = /\.(?:ts|md|yml|json|cjs|mjs|txt)$/;

interface Line {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

async function filesBelow(place: string): Promise<readonly string[]> {
  if (READ.test(place)) return [place];
  const entries = await readdir(join(root, place), { recursive: true });
  return entries.filter((entry) => READ.test(entry)).map((entry) => join(place, entry));
}

async function readLines(): Promise<readonly Line[]> {
  const files = (await Promise.all(PLACES.map(filesBelow))).flat().filter((file) => !OWN_FILES.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  return files.flatMap((file, at) =>
    (texts[at] ?? '').split('\n').map((text, index) => ({ file, number: index + 1, text })),
  );
}

const lines = await readLines();

const isException = ({ file, text }: Line): boolean =>
  LANGUAGE_EXCEPTIONS.some((exception) => exception.file === file && text.includes(exception.text));

test('no text uses a banned word or turn of phrase', () => {
  expect(lines.length).toBeGreaterThan(30_000);
  const matches = lines
    .filter((line) => !isException(line))
    .flatMap(({ file, number, text }) =>
      LANGUAGE_RULES.flatMap(({ pattern, instead }) => {
        const match = pattern.exec(text);
        return match ? [`${file}:${number}: "${match[0].trim()}". Use ${instead}.`] : [];
      }),
    );
  expect(matches).toEqual([]);
});

test('each exception to the language rules is still needed', () => {
  const stale = LANGUAGE_EXCEPTIONS.filter(
    ({ file, text }) =>
      !lines.some(
        (line) =>
          line.file === file &&
          line.text.includes(text) &&
          LANGUAGE_RULES.some(({ pattern }) => pattern.test(line.text)),
      ),
  );
  expect(stale).toEqual([]);
});

test.each([
  ['Whoever edits the pool', true],
  ['The pool is no pool', true],
  ['The pool is no longer managed', false],
  ['What the sweep finds', true],
  ['What does the sweep find?', false],
  ['Another client edits the pool', false],
])('%j matches a language rule: %s', (text, matches) => {
  expect(LANGUAGE_RULES.some(({ pattern }) => pattern.test(text))).toBe(matches);
});
