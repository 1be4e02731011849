import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

/** Who may import whom: the design's table, and the packages that each folder is meant to need. */
const root = resolve(import.meta.dirname, '..');

interface Rule {
  readonly folder: string;
  /** Folders of ours, itself apart. */
  readonly ours: readonly string[];
  readonly packages: RegExp;
}

const RULES: readonly Rule[] = [
  { folder: 'lib/domain', ours: [], packages: /^zod\/mini$/ },
  { folder: 'lib/reconcile', ours: ['lib/domain'], packages: /^$/ },
  {
    folder: 'lib/aws',
    ours: ['lib/domain', 'lib/reconcile/ports.ts', 'lib/reconcile/errors.ts', 'lib/reconcile/metrics.ts'],
    packages: /^(@aws-sdk\/.*|zod\/mini|dataloader|node:timers\/promises)$/,
  },
  {
    folder: 'functions',
    ours: ['lib'],
    packages:
      /^(@middy\/core|@aws-lambda-powertools\/(logger|metrics)(\/middleware)?|aws-lambda|zod\/mini|@aws-sdk\/client-(cognito-identity-provider|eventbridge|sqs|ssm))$/,
  },
  { folder: 'html', ours: [], packages: /^zod$/ },
  { folder: 'cli', ours: ['lib', 'html'], packages: /./ },
  { folder: 'local', ours: ['html'], packages: /./ },
];

/** Files that may do more, and what. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'cli/commands/local/start.ts': ['local'],
};

async function sources(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.d.ts'))
    .map((entry) => join(folder, entry));
}

const importsOf = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /(?:^|\n)(?:import|export)\b[^'";]*?\bfrom '([^']+)'|\bimport\(\s*'([^']+)'|(?:^|\n)import '([^']+)'/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

const isUnder = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** What a file imports and may not. */
async function offences(rule: Rule, file: string): Promise<readonly string[]> {
  const text = await readFile(join(root, file), 'utf8');
  const ours = [rule.folder, ...rule.ours, ...(EXCEPTIONS[file] ?? [])];
  return importsOf(text).flatMap((name) => {
    if (!name.startsWith('.')) return rule.packages.test(name) ? [] : [`${file} imports ${name}`];
    const target = relative(root, resolve(root, dirname(file), name));
    return ours.some((folder) => isUnder(target, folder)) ? [] : [`${file} imports ${target}`];
  });
}

test.each(RULES)('$folder imports what it may', async (rule) => {
  const files = await sources(rule.folder);
  expect(files.length).toBeGreaterThan(0);
  expect((await Promise.all(files.map((file) => offences(rule, file)))).flat()).toEqual([]);
});

test('every import of a file is seen', () => {
  const text =
    "import a from 'a';\nimport type {\n  B,\n} from './b.ts';\nexport * from './c.ts';\nawait import('./d.ts');\nimport 'e';";
  expect(importsOf(text)).toEqual(['a', './b.ts', './c.ts', './d.ts', 'e']);
});

test('a file that is excepted is there', async () => {
  for (const file of Object.keys(EXCEPTIONS))
    expect((await readFile(join(root, file), 'utf8')).length).toBeGreaterThan(0);
});
