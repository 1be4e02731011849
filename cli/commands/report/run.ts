import { type ReportView, report } from '../../../html/report.ts';
import { errorName } from '../../../lib/aws/failures.ts';
import { dynamoFindings } from '../../../lib/aws/findings.ts';
import { cognitoUserPools } from '../../../lib/aws/user-pools.ts';
import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import { isFinished } from '../../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { writeNewFile } from '../../files/new-file.ts';
import { packageVersion } from '../../package-version.ts';
import { atMost } from '../../pools/map-with-concurrency.ts';
import { byUrgency, rowOf } from '../../pools/status-row.ts';
import { allRecords } from '../../service/all-records.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { type LastSweep, readLastSweep } from '../../service/status-records.ts';
import { findTrail } from '../../service/trails.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { poolView } from './pool-view.ts';

export interface ReportOptions extends ServiceOptions {
  /** A file; `-` is standard output. */
  readonly html: string;
  readonly live: boolean;
  readonly force: boolean;
}

const AT_ONCE = 25;

/** `clr report`: all that is known of the fleet, in one page for whoever must show it. */
export async function runReport(terminal: Terminal, options: ReportOptions): Promise<ExitCode> {
  const service = await openService(options);
  const page = report(await gather(terminal, service, options.live));
  if (options.html === '-') terminal.data(page);
  else {
    await writeNewFile(options.html, page, options.force);
    terminal.talk(`wrote ${options.html}`);
  }
  return EXIT.fine;
}

async function gather(terminal: Terminal, service: OpenService, isLive: boolean): Promise<ReportView> {
  const { table, deployed, settings } = service;
  const records: PoolRecord[] = [];
  for await (const page of allRecords(table, deployed.stateTable)) records.push(...page);
  const findings = await dynamoFindings(table, deployed.stateTable).read();
  const missing = new Map(findings.map((finding) => [finding.Arn, finding]));
  const seen = isLive ? await look(terminal, service, records) : new Map();
  const ordered = records
    .map((record) => ({ record, row: rowOf(record, missing) }))
    .sort((a, b) => byUrgency(a.row, b.row));
  const sweep = await readLastSweep(table, deployed.stateTable);
  return {
    service: deployed.name,
    account: settings.account,
    region: settings.region,
    madeAt: terminal.now().toISOString(),
    version: packageVersion(),
    pools: ordered.map(({ record }) => poolView(record, missing, seen.get(record.UserPoolId))),
    unmanaged: await unmanaged(service, records, sweep),
    notes: [...sweepNotes(sweep), ...(await trailNotes()), ...(isLive ? [] : [NOT_LIVE])],
  };
}

const NOT_LIVE =
  'What stands on the pools is told as the service last put it; clr report --live reads the pools themselves.';

/** What stands on each pool now. */
async function look(
  terminal: Terminal,
  { delivery, context }: OpenService,
  records: readonly PoolRecord[],
): Promise<ReadonlyMap<string, readonly ObservedConfiguration[] | 'PoolNotFound'>> {
  const progress = showProgress(terminal, 'reading pools', records.length);
  const looked = await atMost(AT_ONCE, records, terminal.interrupted, async ({ UserPoolId }) => {
    const observed = await delivery.get(UserPoolId, context);
    progress.step();
    return [UserPoolId, observed.kind === 'Present' ? observed.LogConfigurations : 'PoolNotFound'] as const;
  });
  progress.end();
  return new Map(looked);
}

/** By a listing of all pools; where that is not allowed, as the last sweep counted them. */
async function unmanaged(
  { cognito, rateLimiting, context }: OpenService,
  records: readonly PoolRecord[],
  sweep: LastSweep | undefined,
): Promise<ReportView['unmanaged']> {
  const managed = new Set(
    records.filter(({ Status }) => !isFinished(Status.Outcome)).map(({ UserPoolId }) => UserPoolId),
  );
  try {
    const pools: string[] = [];
    for await (const page of cognitoUserPools(cognito, rateLimiting).pages(context))
      pools.push(...page.filter((id) => !managed.has(id)));
    return { pools: pools.sort() };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    const counted = sweep ? `the last sweep counted ${sweep.Unmanaged}` : 'no sweep has counted them';
    return {
      pools: sweep?.UnmanagedSample ?? [],
      note: `Not all are listed here (cognito-idp:ListUserPools: ${errorName(error.cause)}); ${counted}.`,
    };
  }
}

function sweepNotes(sweep: LastSweep | undefined): readonly string[] {
  if (sweep === undefined) return ['No sweep has been yet.'];
  const held = sweep.Held ? [`Held: ${sweep.Lost} parameters are gone at once, and wait for a person.`] : [];
  return [`The last sweep ended at ${sweep.At}.`, ...held];
}

async function trailNotes(): Promise<readonly string[]> {
  const trail = await findTrail();
  if (trail.kind === 'Logging') return [];
  return [
    trail.kind === 'None'
      ? 'No trail logs management events: who edited a pool is not known.'
      : 'Whether a trail logs management events is not known; without one it is not known who edited a pool.',
  ];
}
