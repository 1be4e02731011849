import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { z } from 'zod';

/**
 * Measures the import time of each function's bundle, compared with an empty function that creates the same
 * SDK clients, bundled without infra/bundle-plugins.cjs. Each run is a new process. The runs alternate, so that other work of
 * the machine affects all of them. The CPU time depends less on other work. `npm run bench:cold -- 5` makes five runs of
 * each (default 15).
 */
const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const runs = z.coerce
  .number()
  .int()
  .min(1)
  .max(100)
  .parse(process.argv[2] ?? '15');

type Client = readonly [module: string, name: string];
const COMMON_CLIENTS: readonly Client[] = [
  ['@aws-sdk/client-cognito-identity-provider', 'CognitoIdentityProviderClient'],
  ['@aws-sdk/client-dynamodb', 'DynamoDBClient'],
  ['@aws-sdk/client-eventbridge', 'EventBridgeClient'],
  ['@aws-sdk/client-sqs', 'SQSClient'],
  ['@aws-sdk/client-ssm', 'SSMClient'],
];
/** The clients that each function creates. */
const CLIENTS: Readonly<Record<string, readonly Client[]>> = {
  reconcile: COMMON_CLIENTS,
  sweep: [
    ...COMMON_CLIENTS,
    ['@aws-sdk/client-resource-groups-tagging-api', 'ResourceGroupsTaggingAPIClient'],
    ['@aws-sdk/client-cloudwatch-logs', 'CloudWatchLogsClient'],
    ['@aws-sdk/client-firehose', 'FirehoseClient'],
    ['@aws-sdk/client-s3', 'S3Client'],
  ],
  policies: [
    ...COMMON_CLIENTS.filter(([, client]) => client !== 'EventBridgeClient'),
    ['@aws-sdk/client-resource-groups-tagging-api', 'ResourceGroupsTaggingAPIClient'],
  ],
  arrival: [
    ['@aws-sdk/client-dynamodb', 'DynamoDBClient'],
    ['@aws-sdk/client-eventbridge', 'EventBridgeClient'],
    ['@aws-sdk/client-cloudwatch', 'CloudWatchClient'],
    ['@aws-sdk/client-cloudwatch-logs', 'CloudWatchLogsClient'],
  ],
};

/** The environment variables of serverless.yml that the functions need to start. */
const environment = {
  PATH: process.env.PATH,
  AWS_REGION: 'eu-west-1',
  ACCOUNT_ID: '123456789012',
  PARTITION: 'aws',
  PARAMETER_PREFIX: '/cognito-log-delivery',
  MODE: 'Enforce',
  ALLOWED_DESTINATIONS: 'arn:aws:logs:*:123456789012:log-group:*',
  LOG_LEVEL_VALIDATION: 'error',
  CLEAR_GRACE_SECONDS: '600',
  HOLD_SHARE_PERCENT: '20',
  HOLD_MINIMUM: '5',
  CONTESTED_REPAIRS: '5',
  CONTESTED_SWEEPS: '3',
  RECHECK_DELAY_SECONDS: '15',
  SWEEP_SKIP_BACKLOG: '100',
  DESTINATION_CHECKS: 'on',
  EDITS_CONCURRENCY: '5',
  UPKEEP_CONCURRENCY: '2',
  COGNITO_READ_QUOTA: '20',
  COGNITO_WRITE_QUOTA: '15',
  POOL_READ_QUOTA: '15',
  PARAMETER_QUOTA: '40',
  PARAMETER_SHARE_PERCENT: '50',
  STATE_TABLE: 'state',
  EDITS_QUEUE_URL: 'http://127.0.0.1/123456789012/edits',
  UPKEEP_QUEUE_URL: 'http://127.0.0.1/123456789012/upkeep',
  EDITS_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1/123456789012/edits-dlq',
  UPKEEP_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1/123456789012/upkeep-dlq',
  EVENT_BUS: 'default',
};

const TIMER = `
const cpu = process.cpuUsage();
const start = process.hrtime.bigint();
const { handler } = require(process.argv[1]);
const ms = Number(process.hrtime.bigint() - start) / 1e6;
const { user, system } = process.cpuUsage(cpu);
if (typeof handler !== 'function') throw new Error('no handler');
console.log(JSON.stringify([ms, (user + system) / 1e3]));
`;
const timesSchema = z.tuple([z.number(), z.number()]);

/** Returns the time of the import in milliseconds, and the CPU time of all threads. */
async function importMs(bundle: string): Promise<readonly [ms: number, cpuMs: number]> {
  const { stdout } = await run(process.execPath, ['-e', TIMER, bundle], { env: environment });
  return timesSchema.parse(JSON.parse(stdout));
}

/** Builds a function that creates the same clients and whose handler does nothing. */
async function buildEmpty(directory: string, name: string, clients: readonly Client[]): Promise<string> {
  const imports = clients.map(([module, client]) => `import { ${client} } from '${module}';`).join('\n');
  const created = clients.map(([, client]) => `new ${client}({})`).join(', ');
  const outfile = join(directory, `empty-${name}.cjs`);
  await build({
    stdin: {
      contents: `${imports}\nconst clients = [${created}];\nexport const handler = async () => clients.length;`,
      resolveDir: root,
    },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    mainFields: ['module', 'main'],
    outfile,
  });
  return outfile;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** The ratio is computed per round, because a slow phase of the machine affects both runs of a round. */
const medianRatio = (times: readonly number[], ofEmpty: readonly number[]): string =>
  median(times.map((time, round) => time / (ofEmpty[round] ?? Number.NaN))).toFixed(2);

const measured = (name: string, bundle: string) => ({
  name,
  bundle,
  ms: [] as number[],
  cpuMs: [] as number[],
});

const directory = await mkdtemp(join(tmpdir(), 'clr-cold-'));
try {
  await run('npx', ['osls', 'package', '--param', 'arrivalChecks=on'], { cwd: root });
  const pairs = await Promise.all(
    Object.entries(CLIENTS).map(async ([name, clients]) => ({
      empty: measured(`empty, clients of ${name}`, await buildEmpty(directory, name, clients)),
      full: measured(name, join(root, '.esbuild/.build/functions', `${name}.cjs`)),
    })),
  );
  const bundles = pairs.flatMap(({ empty, full }) => [empty, full]);
  for (let at = 0; at < runs; at++)
    for (const { bundle, ms, cpuMs } of bundles) {
      const [time, cpuTime] = await importMs(bundle);
      ms.push(time);
      cpuMs.push(cpuTime);
    }
  process.stdout.write(
    `| function | import, median of ${runs} (ms) | min | max | × empty | CPU (ms) | × empty | bundle (KB) |\n`,
  );
  process.stdout.write('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n');
  for (const { empty, full } of pairs)
    for (const { name, bundle, ms, cpuMs } of [empty, full]) {
      const times = [median(ms), Math.min(...ms), Math.max(...ms)].map((value) => value.toFixed(0));
      const cells = [
        name,
        ...times,
        medianRatio(ms, empty.ms),
        median(cpuMs).toFixed(0),
        medianRatio(cpuMs, empty.cpuMs),
        Math.round((await stat(bundle)).size / 1024),
      ];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
} finally {
  await rm(directory, { recursive: true });
}
