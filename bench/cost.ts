import { startLocalCloud } from '../local/cloud.ts';
import { type Account, openAccount } from './harness/account.ts';
import { type BillLine, billOf, type MeasuredSweep } from './harness/bill.ts';
import { recordApplied, seedFleet } from './harness/fleet.ts';
import { callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import type { Usage } from './harness/metering.ts';
import { CLOUDWATCH } from './harness/prices.ts';
import { startMeteredSweep, startMeteredWorkers } from './harness/processes.ts';
import { emptyUpkeep, repeatZeros } from './harness/quiet-fleet.ts';
import { readServiceTemplate } from './harness/service-template.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable } from './harness/table.ts';

/**
 * Measures what an hourly sweep of a fleet in sync uses at AWS's own quotas, and computes the bill of a month, in the default settings and
 * in the previous ones. `--pools 10000` takes about 20 minutes. `--scale` multiplies the quotas; the time of the workers is then too low.
 * `--latency` adds milliseconds to each read of log delivery.
 */
const size = sizes({ pools: 1_000, scale: 1, latency: 0 });
const pools = size('pools');
const scale = size('scale');
const template = await readServiceTemplate();

interface Variant {
  readonly name: string;
  readonly workers: number;
  readonly metrics: string;
  readonly memoryMb: number;
}
const variants: readonly Variant[] = [
  { name: 'before', workers: 5, metrics: 'all', memoryMb: 512 },
  { name: 'now', workers: template.upkeepWorkers, metrics: template.metrics, memoryMb: template.reconcileMb },
];

interface Measured extends MeasuredSweep {
  readonly seconds: number;
}

async function measure({ workers: count, metrics }: Variant): Promise<Measured> {
  const cloud = await startLocalCloud({ quotaScale: scale });
  const opened = await openAccount(cloud, { scale });
  const settings = {
    METRICS: metrics,
    UPKEEP_CONCURRENCY: String(count),
    POWERTOOLS_SERVICE_NAME: 'cognito-log-reconciler-prod',
  };
  const account: Account = { ...opened, environment: { ...opened.environment, ...settings } };
  await recordApplied(
    account,
    seedFleet(account, pools, () => true),
  );
  // The first sweep stores the names of all pools, which later sweeps only read.
  await (await startMeteredSweep(account)).end;
  await emptyUpkeep(account);
  await repeatZeros(account);
  if (size('latency') > 0)
    account.accountRegion.faults.add({
      operation: 'cognito-idp.GetLogDeliveryConfiguration',
      do: 'late',
      delay: size('latency'),
      percent: 100,
    });
  const before = callsOf(account).gets;
  const ideal = idealSeconds(pools, 20 * scale);
  const running = await startMeteredWorkers(account, count);
  const started = await startMeteredSweep(account);
  const [sweep, seconds] = await Promise.all([
    started.end,
    secondsUntil(() => callsOf(account).gets - before >= pools, ideal * 3 + 120),
  ]);
  const workers = await running.stop();
  account.close();
  await cloud.close();
  return { sweep, workers, seconds };
}

const measured: Measured[] = [];
const bills: (readonly BillLine[])[] = [];
for (const variant of variants) {
  const one = await measure(variant);
  measured.push(one);
  bills.push(billOf(one, { ...template, reconcileMb: variant.memoryMb }));
}

const settingsOf = ({ workers, metrics, memoryMb }: Variant): string =>
  `${workers} workers of ${memoryMb} MB, metrics=${metrics}`;
const sum = (bill: readonly BillLine[]): number => bill.reduce((total, { price }) => total + price, 0);
const rows = (bills[0] ?? []).map(({ name }, at) => [
  name,
  ...bills.map((bill) => fixed(bill[at]?.price ?? 0)),
]);
printTable(
  `A month of hourly sweeps of ${pools} pools in sync, in dollars. Lines with * are estimates. ` +
    variants.map((variant) => `${variant.name}: ${settingsOf(variant)}`).join('; ') +
    '.',
  ['', ...variants.map(({ name }) => name)],
  [
    ...rows,
    ['sum', ...bills.map((bill) => fixed(sum(bill)))],
    ['dashboard, after the first three', ...variants.map(() => fixed(CLOUDWATCH.dashboard))],
  ],
);

const total = (usages: readonly Usage[], value: (usage: Usage) => number): number =>
  usages.reduce((all, one) => all + value(one), 0);
const quantity = (
  name: string,
  digits: number,
  value: (one: Measured) => number,
): readonly (string | number)[] => [name, ...measured.map((one) => fixed(value(one), digits))];
const all = ({ sweep, workers }: Measured) => [sweep, ...workers];
printTable(
  `What one sweep used, at scale ${scale}.`,
  ['', ...variants.map(({ name }) => name)],
  [
    quantity('wall ÷ ideal', 3, ({ seconds }) => seconds / idealSeconds(pools, 20 * scale)),
    quantity('reconcile: billed seconds', 1, ({ workers }) => total(workers, (one) => one.billedMs) / 1000),
    quantity('reconcile: invocations', 0, ({ workers }) => total(workers, (one) => one.invocations)),
    quantity('reconcile: CPU ms per pool', 2, ({ workers }) => total(workers, (one) => one.cpuMs) / pools),
    quantity('reconcile: peak memory (MB)', 0, ({ workers }) =>
      Math.max(...workers.map((one) => one.peakMb)),
    ),
    quantity('sweep: billed seconds', 1, ({ sweep }) => sweep.billedMs / 1000),
    quantity('sweep: CPU seconds', 1, ({ sweep }) => sweep.cpuMs / 1000),
    quantity('SQS requests', 0, (one) => total(all(one), ({ sqsRequests }) => sqsRequests)),
    quantity('DynamoDB read units', 1, (one) => total(all(one), ({ readUnits }) => readUnits)),
    quantity('DynamoDB write units', 1, (one) => total(all(one), ({ writeUnits }) => writeUnits)),
    quantity('log (KB)', 1, (one) => total(all(one), ({ logBytes }) => logBytes) / 1000),
    quantity('published metrics', 0, (one) => new Set(all(one).flatMap(({ metrics }) => metrics)).size),
  ],
);
