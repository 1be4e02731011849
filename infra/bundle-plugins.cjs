/**
 * Plugins for esbuild that leave out what the functions do not need from the AWS SDK
 * (docs/decisions/0030-leave-out-unused-parts-of-the-sdk.md). Each replaces or shortens files of packages while esbuild
 * reads them. After an update of the SDK, a file that has another form stays unchanged: the bundle is larger, and
 * test/infra/bundles.test.ts fails.
 */
const { readdir, readFile } = require('node:fs/promises');
const { dirname, join, resolve } = require('node:path');

const project = resolve(__dirname, '..');

/** Returns a plugin that loads each file whose path matches `filter` with the text that `change` returns. */
const changeFiles = (name, filter, change, loader = 'js') => ({
  name,
  setup(build) {
    build.onLoad({ filter }, async ({ path }) => ({
      contents: await change(path),
      loader,
      resolveDir: dirname(path),
    }));
  },
});

/** Lambda passes the credentials in environment variables, except with SnapStart, which the service does not use. */
const environmentCredentials = changeFiles(
  'environment-credentials',
  /@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/,
  () => `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
);

/** No command that the functions call has an event stream. One that has throws this error. */
const noEventStreams = changeFiles(
  'no-event-streams',
  /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]event-streams[\\/]index\.js$/,
  () => `
    export const resolveEventStreamSerdeConfig = (config) => config;
    export const eventStreamSerdeProvider = () => {
      throw new Error('infra/bundle-plugins.cjs leaves out event streams.');
    };
    export const EventStreamSerde = eventStreamSerdeProvider;`,
);

/** The SDK reads only the version from the package.json of a client. */
const onlyVersion = changeFiles(
  'only-version',
  /@aws-sdk[\\/][^\\/]+[\\/]package\.json$/,
  async (path) => JSON.stringify({ version: JSON.parse(await readFile(path, 'utf8')).version }),
  'json',
);

/** All words of the functions' sources. */
async function wordsOfSources() {
  const texts = ['functions', 'lib'].map(async (folder) => {
    const names = await readdir(join(project, folder), { recursive: true });
    const files = names.filter((name) => name.endsWith('.ts'));
    return Promise.all(files.map((name) => readFile(join(project, folder, name), 'utf8')));
  });
  return new Set((await Promise.all(texts)).flat(2).join('\n').match(/\w+/g));
}
let sourceWords;

/** Replaces keys like `[_h]:` with the string of their constant. esbuild cannot remove an object with a computed key. */
function withLiteralKeys(schemas) {
  const constants = new Map(
    [...schemas.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return schemas.replace(/\[(_\w+)\]:/g, (key, name) =>
    constants.has(name) ? `${constants.get(name)}:` : key,
  );
}

/** Returns the errors that AWS documents for the commands in the sources. */
async function documentedErrors(client, words) {
  const folder = join(client, 'dist-types/commands');
  const names = (await readdir(folder)).filter((name) => words.has(name.replace('.d.ts', '')));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return [...texts.join('\n').matchAll(/@throws \{@link (\w+)\}/g)].map(([, name]) => name);
}

/** Returns the errors whose class makes the SDK retry the call. It retries the others because of their name or HTTP status. */
async function retryableErrors(client) {
  const classes = (await readFile(join(client, 'dist-es/models/errors.js'), 'utf8')).split(/^export class /m);
  return classes.filter((text) => text.includes('$retryable')).map((text) => text.match(/^\w*/)[0]);
}

/**
 * Leaves out the operations that are not called. Leaves out the classes of errors that AWS does not document for the called
 * operations, unless the sources name the error: such an error has the base class of its service, with its name, message
 * and metadata.
 */
const onlyUsedShapes = changeFiles(
  'only-used-shapes',
  /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/,
  async (path) => {
    sourceWords ??= wordsOfSources();
    const words = await sourceWords;
    const client = resolve(path, '../../..');
    const documented = await documentedErrors(client, words);
    const used = new Set([...words, ...documented, ...(await retryableErrors(client))]);
    return withLiteralKeys(await readFile(path, 'utf8')).replace(
      /^n0_registry\.registerError\((\w+)\$, \1\);$/gm,
      (statement, name) => (used.has(name) ? statement : ''),
    );
  },
);

module.exports = [environmentCredentials, noEventStreams, onlyVersion, onlyUsedShapes];
