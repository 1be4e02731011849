import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, transform } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

/** IAM's name for a service, by its package of the SDK. */
const servicePrefixes: Readonly<Record<string, string>> = {
  'client-cognito-identity-provider': 'cognito-idp',
  'client-dynamodb': 'dynamodb',
  'client-eventbridge': 'events',
  'client-sqs': 'sqs',
  'client-ssm': 'ssm',
  'client-cloudwatch-logs': 'logs',
  'client-firehose': 'firehose',
  'client-s3': 's3',
};

/** Commands that IAM knows by another action's name (Service Authorization Reference). */
const actionNames: Readonly<Record<string, string>> = {
  HeadBucket: 'ListBucket',
  SendMessageBatch: 'SendMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  DeleteMessageBatch: 'DeleteMessage',
};

/**
 * The IAM actions of the SDK commands and paginators that any file reachable by imports from `entry` imports,
 * sorted, each once. Throws on an SDK import that it cannot read: an unknown client, or a whole namespace.
 */
export async function sdkActions(entry: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    metafile: true,
    write: false,
    outdir: 'unused',
  });
  const files = Object.keys(metafile.inputs);
  const actions = await Promise.all(files.map((file) => actionsOf(resolve(root, file))));
  return [...new Set(actions.flat())].sort();
}

async function actionsOf(file: string): Promise<string[]> {
  // Types fall away here, unused names with them, and what is left is one import statement a line.
  const { code } = await transform(await readFile(file, 'utf8'), { loader: 'ts', format: 'esm' });
  const imports = code.matchAll(/(import|export)([^;]*?)from\s*"@aws-sdk\/((?:client|lib)-[^"]+)"/g);
  return [...imports].flatMap(([statement, , names = '', client = '']) => {
    const prefix = servicePrefixes[client];
    if (prefix === undefined) throw new Error(`${file}: no IAM prefix is known for @aws-sdk/${client}`);
    if (!names.includes('{')) throw new Error(`${file}: import the commands by name, not with: ${statement}`);
    return commandsIn(names).map((command) => `${prefix}:${actionNames[command] ?? command}`);
  });
}

/** `{ AClient, GetItemCommand as Get, paginateScan }` → `GetItem`, `Scan`. */
function commandsIn(names: string): string[] {
  const words = names.replace(/[{}]/g, '').split(',');
  return words.flatMap((word) => {
    const [name = ''] = word.trim().split(/\s+as\s+/);
    const [, command, paginated] = /^(?:(\w+)Command|paginate(\w+))$/.exec(name) ?? [];
    return command ?? paginated ?? [];
  });
}
