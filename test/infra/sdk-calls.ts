import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, transform } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

/** IAM service prefixes by SDK package. */
const servicePrefixes: Readonly<Record<string, string>> = {
  'client-cognito-identity-provider': 'cognito-idp',
  'client-dynamodb': 'dynamodb',
  'client-eventbridge': 'events',
  'client-sqs': 'sqs',
  'client-ssm': 'ssm',
  'client-cloudwatch': 'cloudwatch',
  'client-cloudwatch-logs': 'logs',
  'client-firehose': 'firehose',
  'client-s3': 's3',
  'client-resource-groups-tagging-api': 'tag',
};

/** Commands whose IAM action has a different name (Service Authorization Reference). */
const actionNames: Readonly<Record<string, string>> = {
  HeadBucket: 'ListBucket',
  SendMessageBatch: 'SendMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  DeleteMessageBatch: 'DeleteMessage',
};

/**
 * Returns the IAM actions of all SDK commands and paginators that `entry` and its direct and indirect imports import,
 * sorted and without duplicates. Throws on an unknown client and on an import of a whole namespace.
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
  // esbuild removes types and unused names. Each remaining line contains one import statement.
  const { code } = await transform(await readFile(file, 'utf8'), { loader: 'ts', format: 'esm' });
  const imports = code.matchAll(/(import|export)([^;]*?)from\s*"@aws-sdk\/((?:client|lib)-[^"]+)"/g);
  return [...imports].flatMap(([statement, , names = '', client = '']) => {
    const prefix = servicePrefixes[client];
    if (prefix === undefined) throw new Error(`${file}: the IAM prefix of @aws-sdk/${client} is unknown`);
    if (!names.includes('{')) throw new Error(`${file}: import the commands by name, not with: ${statement}`);
    return commandsIn(names).map((command) => `${prefix}:${actionNames[command] ?? command}`);
  });
}

/** Returns `GetItem` and `Scan` for `{ AClient, GetItemCommand as Get, paginateScan }`. */
function commandsIn(names: string): string[] {
  const words = names.replace(/[{}]/g, '').split(',');
  return words.flatMap((word) => {
    const [name = ''] = word.trim().split(/\s+as\s+/);
    const [, command, paginated] = /^(?:(\w+)Command|paginate(\w+))$/.exec(name) ?? [];
    return command ?? paginated ?? [];
  });
}
