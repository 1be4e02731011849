/**
 * Measures the command line: the start time of `clr --help` compared with an empty Node process, and the
 * time, memory and Cognito reads of `clr plan`. The local cloud uses ten times AWS's quotas. Prints Markdown
 * tables. Exits with 1 if a value exceeds its limit. `BENCH_POOLS` sets the number of pools.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { clrLocal } from '../test/support/clr-local.ts';

const root = resolve(import.meta.dirname, '..');
const binary = resolve(root, 'dist/cli/clr.js');
const STARTS = 20;
const MAX_START_MS = 150;
const POOLS = Number(process.env.BENCH_POOLS ?? 10_000);
const MAX_MEMORY_MB = 300;
const SCALE = 10;
/** docs/aws-facts.md#quotas, times the scale. */
const READS_PER_SECOND = 20 * SCALE;
/** The rate can exceed the quota by this factor, because a full token bucket allows a burst. */
const BURST_FACTOR = 1.1;

function start(args: readonly string[]): number {
  const startedAt = performance.now();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - startedAt;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function benchStart(): boolean {
  const [bare, help]: [number[], number[]] = [[], []];
  // Alternating runs, so that other work of this machine affects both.
  for (let turn = 0; turn < STARTS; turn++) {
    bare.push(start(['-e', '0']));
    help.push(start([binary, '--help']));
  }
  const difference = median(help) - median(bare);
  print('| start, median of 20 | ms |\n| --- | ---: |');
  print(`| empty Node process | ${median(bare).toFixed(0)} |\n| clr --help | ${median(help).toFixed(0)} |`);
  print(`| difference (limit ${MAX_START_MS}) | ${difference.toFixed(0)} |\n`);
  return difference <= MAX_START_MS;
}

const counts = z.object({
  accountRegions: z.array(
    z.object({
      functions: z.record(z.string(), z.record(z.string(), z.number())).default({}),
      clients: z.record(z.string(), z.record(z.string(), z.number())).default({}),
    }),
  ),
});

async function benchPlan(): Promise<boolean> {
  const local = await clrLocal(['--quota-scale', String(SCALE)]);
  try {
    await seed(local.url);
    const atExit =
      'process.on("exit",()=>process.stderr.write(`\\nmaxRSS ${process.resourceUsage().maxRSS}`))';
    const startedAt = performance.now();
    const child = spawn(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(atExit)}`, binary, 'plan'],
      { env: { ...process.env, ...environment(local.url) }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    const seconds = (performance.now() - startedAt) / 1000;
    const memory = Number(/maxRSS (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
    const reads = await callsOf(local.url, 'cognito-idp.GetLogDeliveryConfiguration');
    const rate = reads.all / seconds;
    print(`| clr plan, ${POOLS} pools, scale ${SCALE} | |\n| --- | ---: |`);
    print(`| summary | ${stdout.trim().split('\n').at(-1)} |\n| seconds | ${seconds.toFixed(1)} |`);
    print(
      `| Cognito reads | ${reads.all} |\n| reads per second (quota ${READS_PER_SECOND}) | ${rate.toFixed(0)} |`,
    );
    print(
      `| throttled | ${reads.throttled} |\n| peak memory (MB, limit ${MAX_MEMORY_MB}) | ${memory.toFixed(0)} |`,
    );
    return memory < MAX_MEMORY_MB && rate <= READS_PER_SECOND * BURST_FACTOR && reads.throttled === 0;
  } finally {
    await local.interrupt();
  }
}

const environment = (url: string) => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: '123456789012',
  AWS_SECRET_ACCESS_KEY: 'none',
});

const PAGE = 500;

async function seed(url: string): Promise<void> {
  const group = 'arn:aws:logs:us-west-2:123456789012:log-group:/aws/vendedlogs/x';
  const entry = {
    EventSource: 'userNotification',
    LogLevel: 'ERROR',
    CloudWatchLogsConfiguration: { LogGroupArn: group },
  };
  for (let from = 0; from < POOLS; from += PAGE) {
    const ids = Array.from({ length: Math.min(PAGE, POOLS - from) }, (_, at) => `us-west-2_p${from + at}`);
    const pools = ids.map((Id) => ({ Id, LogConfigurations: [entry] }));
    const parameters = ids.map((id) => ({
      Name: `/cognito-log-delivery/pools/${id}`,
      Value: JSON.stringify({ LogConfigurations: [entry] }),
    }));
    const body = JSON.stringify({ account: '123456789012', region: 'us-west-2', pools, parameters });
    const response = await fetch(`${url}/_local/seed`, { method: 'POST', body });
    if (!response.ok) throw new Error(await response.text());
  }
}

async function callsOf(url: string, operation: string): Promise<{ all: number; throttled: number }> {
  const { accountRegions } = counts.parse(await (await fetch(`${url}/_local/calls`)).json());
  const outcomes = accountRegions.flatMap(({ functions, clients }) => [
    functions[operation] ?? {},
    clients[operation] ?? {},
  ]);
  const sum = (pick: (name: string) => boolean): number =>
    outcomes
      .flatMap((one) => Object.entries(one))
      .filter(([name]) => pick(name))
      .reduce((total, [, count]) => total + count, 0);
  return { all: sum(() => true), throttled: sum((name) => name === 'TooManyRequestsException') };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const started = benchStart();
const planned = POOLS > 0 ? await benchPlan() : true;
process.exitCode = started && planned ? 0 : 1;
