import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

interface Rule {
  readonly folder: string;
  /** Folders and files of this project that it may import, besides itself. */
  readonly ours: readonly string[];
  readonly packages: RegExp;
}

/** The imports that each folder may have: folders of this project, and packages. docs/architecture.md has the same table. */
const RULES: readonly Rule[] = [
  { folder: 'lib/domain', ours: [], packages: /^(zod\/mini|jsonc-parser)$/ },
  { folder: 'lib/reconcile', ours: ['lib/domain'], packages: /^$/ },
  {
    folder: 'lib/aws',
    ours: [
      'lib/domain',
      'lib/reconcile/ports.ts',
      'lib/reconcile/arrival/ports.ts',
      'lib/reconcile/errors.ts',
      'lib/reconcile/metrics.ts',
    ],
    packages: /^(@aws-sdk\/.*|zod\/mini|dataloader|node:timers\/promises)$/,
  },
  {
    folder: 'functions',
    ours: ['lib'],
    packages:
      /^(@aws-lambda-powertools\/(logger|metrics)|aws-lambda|zod\/mini|@aws-sdk\/client-(cloudwatch|cloudwatch-logs|cognito-identity-provider|dynamodb|eventbridge|resource-groups-tagging-api|sqs|ssm))$/,
  },
  {
    folder: 'html',
    ours: ['lib/domain/invisible.ts', 'lib/domain/parameter/json-text.ts'],
    packages: /^(zod|node:crypto)$/,
  },
  { folder: 'cli', ours: ['lib', 'html'], packages: /./ },
  { folder: 'local', ours: ['html'], packages: /./ },
];

/** Additional folders that single files may import. */
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

/** Returns the imports of a file that its folder may not have. */
async function forbiddenImports(rule: Rule, file: string): Promise<readonly string[]> {
  const text = await readFile(join(root, file), 'utf8');
  const ours = [rule.folder, ...rule.ours, ...(EXCEPTIONS[file] ?? [])];
  return importsOf(text).flatMap((name) => {
    if (!name.startsWith('.')) return rule.packages.test(name) ? [] : [`${file} imports ${name}`];
    const target = relative(root, resolve(root, dirname(file), name));
    return ours.some((folder) => isUnder(target, folder)) ? [] : [`${file} imports ${target}`];
  });
}

test.each(RULES)('files in $folder import only what their layer may import', async (rule) => {
  const files = await sources(rule.folder);
  expect(files.length).toBeGreaterThan(0);
  expect((await Promise.all(files.map((file) => forbiddenImports(rule, file)))).flat()).toEqual([]);
});

test('importsOf finds every form of import', () => {
  const text =
    "import a from 'a';\nimport type {\n  B,\n} from './b.ts';\nexport * from './c.ts';\nawait import('./d.ts');\nimport 'e';";
  expect(importsOf(text)).toEqual(['a', './b.ts', './c.ts', './d.ts', 'e']);
});

test('every file with an exception exists', async () => {
  for (const file of Object.keys(EXCEPTIONS))
    expect((await readFile(join(root, file), 'utf8')).length).toBeGreaterThan(0);
});

const targetsOf = (file: string, text: string): readonly string[] =>
  importsOf(text)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, resolve(root, dirname(file), name)));

/** Each file with the files that it imports, type imports included. */
async function importGraph(folders: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = (await Promise.all(folders.map(sources))).flat();
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, targetsOf(file, await readFile(join(root, file), 'utf8'))] as const),
    ),
  );
}

/** Returns the files on import cycles: those that remain when files that cannot be on one are removed. */
function filesOnCycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  let files = [...graph.keys()];
  for (;;) {
    const isImported = (file: string) => files.some((other) => graph.get(other)?.includes(file));
    const imports = (file: string) => graph.get(file)?.some((target) => files.includes(target));
    const rest = files.filter((file) => isImported(file) && imports(file));
    if (rest.length === files.length) return rest.toSorted();
    files = rest;
  }
}

describe('import cycles', () => {
  test('no file of the source imports itself through others, type imports included', async () => {
    const graph = await importGraph(['lib', 'functions', 'cli', 'local', 'html']);
    expect(graph.size).toBeGreaterThan(200);
    expect(filesOnCycles(graph)).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[]]>([
    ['no cycle', { a: ['b', 'c'], b: ['c'], c: [] }, []],
    ['two files that import each other', { a: ['b'], b: ['c'], c: ['b', 'd'], d: [] }, ['b', 'c']],
    ['a file that imports itself', { a: ['a'], b: ['a'] }, ['a']],
  ])('filesOnCycles finds %s', (_, graph, found) => {
    expect(filesOnCycles(new Map(Object.entries(graph)))).toEqual(found);
  });
});

interface Layer {
  readonly folder: string;
  /** The lower layers that its files may import, besides files of the folder itself. */
  readonly lower: readonly string[];
}

/** The layers of the local cloud, lowest first. Layers of one level do not import each other. */
const LOCAL_LAYERS: readonly Layer[] = [
  { folder: 'local/core', lower: [] },
  { folder: 'local/services', lower: ['local/core'] },
  { folder: 'local/account-regions', lower: ['local/core', 'local/services'] },
  { folder: 'local/cloudformation', lower: ['local/core', 'local/services'] },
  { folder: 'local/persistence', lower: ['local/core', 'local/services', 'local/account-regions'] },
  { folder: 'local/admin', lower: ['local/core', 'local/services', 'local/account-regions', 'html'] },
  { folder: 'local/http', lower: ['local/core', 'local/services', 'local/account-regions'] },
];

/** The files that connect the layers. They may import every layer. */
const LOCAL_COMPOSITION_ROOT = ['local/cloud.ts'];

describe('layers of the local cloud', () => {
  const outside = async (folder: string, allowed: readonly string[]): Promise<readonly string[]> =>
    [...(await importGraph([folder]))].flatMap(([file, targets]) =>
      targets
        .filter((target) => !allowed.some((other) => isUnder(target, other)))
        .map((target) => `${file} imports ${target}`),
    );

  test.each(LOCAL_LAYERS)('$folder imports only lower layers', async ({ folder, lower }) => {
    expect(await outside(folder, [folder, ...lower])).toEqual([]);
  });

  test('a service imports only local/core and its own files', async () => {
    const entries = await readdir(join(root, 'local/services'), { withFileTypes: true });
    expect(entries.filter((entry) => !entry.isDirectory())).toEqual([]);
    for (const { name } of entries) {
      const folder = `local/services/${name}`;
      expect(await outside(folder, [folder, 'local/core'])).toEqual([]);
    }
  });

  test('each file of local/ belongs to a layer or to the composition root', async () => {
    const others = (await sources('local')).filter(
      (file) => !LOCAL_LAYERS.some(({ folder }) => isUnder(file, folder)),
    );
    expect(others).toEqual(LOCAL_COMPOSITION_ROOT);
  });
});
