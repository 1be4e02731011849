/**
 * What the command line costs: how much longer `clr --help` starts than a bare node, and what `clr plan` on a fleet
 * takes of time, memory and Cognito's read quota, beside the service on a local cloud with AWS's quotas times ten.
 * Prints Markdown tables; exit 1 where a figure passes its limit. `BENCH_POOLS` sets the size of the fleet.
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
const MOST_START_MS = 150;
const POOLS = Number(process.env.BENCH_POOLS ?? 10_000);
const MOST_MEMORY_MB = 300;
const SCALE = 10;
/** docs/aws-facts.md#quotas, times the scale. */
const READS_A_SECOND = 20 * SCALE;
/** The first reads come with what a quiet quota has saved. */
const BURST_SHARE = 1.1;

function start(args: readonly string[]): number {
  const begun = performance.now();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - begun;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function benchStart(): boolean {
  const [bare, help]: [number[], number[]] = [[], []];
  // By turns, so that whatever else this machine does meets both.
  for (let turn = 0; turn < STARTS; turn++) {
    bare.push(start(['-e', '0']));
    help.push(start([binary, '--help']));
  }
  const difference = median(help) - median(bare);
  say('| start, median of 20 | ms |\n| --- | ---: |');
  say(`| bare node | ${median(bare).toFixed(0)} |\n| clr --help | ${median(help).toFixed(0)} |`);
  say(`| difference (limit ${MOST_START_MS}) | ${difference.toFixed(0)} |\n`);
  return difference <= MOST_START_MS;
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
    const begun = performance.now();
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
    const seconds = (performance.now() - begun) / 1000;
    const memory = Number(/maxRSS (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
    const reads = await callsOf(local.url, 'cognito-idp.GetLogDeliveryConfiguration');
    const rate = reads.all / seconds;
    say(`| clr plan, ${POOLS} pools, quotas times ${SCALE} | |\n| --- | ---: |`);
    say(`| said | ${stdout.trim().split('\n').at(-1)} |\n| seconds | ${seconds.toFixed(1)} |`);
    say(`| reads of Cognito | ${reads.all} |\n| a second (quota ${READS_A_SECOND}) | ${rate.toFixed(0)} |`);
    say(
      `| throttled | ${reads.throttled} |\n| MB at the most (limit ${MOST_MEMORY_MB}) | ${memory.toFixed(0)} |`,
    );
    return memory < MOST_MEMORY_MB && rate <= READS_A_SECOND * BURST_SHARE && reads.throttled === 0;
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
    const answer = await fetch(`${url}/_local/seed`, { method: 'POST', body });
    if (!answer.ok) throw new Error(await answer.text());
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

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const started = benchStart();
const planned = POOLS > 0 ? await benchPlan() : true;
process.exitCode = started && planned ? 0 : 1;
