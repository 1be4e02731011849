import type { ReportView } from '../../../html/report.ts';
import { dynamoFindings } from '../../../lib/aws/findings.ts';
import { dynamoReplicas } from '../../../lib/aws/replicas.ts';
import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { packageVersion } from '../../command-line/package-version.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { byUrgency, rowOf } from '../../pools/status-row.ts';
import { allRecords } from '../../service/all-records.ts';
import { readLastSweep } from '../../service/last-sweep.ts';
import type { OpenService } from '../../service/open-service.ts';
import { findTrail } from '../../service/trails.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { NOT_LIVE_NOTE, sweepNotes, trailNotes } from './notes.ts';
import { poolView } from './pool-view.ts';
import { unmanagedPools } from './unmanaged-pools.ts';

/** Reads everything that the page shows, with `isLive` also the pools. */
export async function readReport(
  terminal: Terminal,
  service: OpenService,
  isLive: boolean,
): Promise<ReportView> {
  const { table, deployed, settings } = service;
  const records: PoolRecord[] = [];
  for await (const page of allRecords(table, deployed.stateTable)) records.push(...page);
  const findings = await dynamoFindings(table, deployed.stateTable).read();
  const missing = new Map(findings.map((finding) => [finding.Arn, finding]));
  const replicas = await dynamoReplicas(table, deployed.stateTable).read();
  const live = isLive ? await readPools(terminal, service, records) : new Map();
  const ordered = records
    .map((record) => ({ record, row: rowOf(record, missing, replicas) }))
    .sort((a, b) => byUrgency(a.row, b.row));
  const sweep = await readLastSweep(table, deployed.stateTable);
  return {
    service: deployed.name,
    account: settings.account,
    region: settings.region,
    madeAt: terminal.now().toISOString(),
    version: packageVersion(),
    pools: ordered.map(({ record }) => poolView(record, missing, live.get(record.UserPoolId), replicas)),
    unmanaged: await unmanagedPools(service, records, sweep),
    notes: [...sweepNotes(sweep), ...trailNotes(await findTrail()), ...(isLive ? [] : [NOT_LIVE_NOTE])],
  };
}

/** Returns the current configuration of each pool. */
async function readPools(
  terminal: Terminal,
  { delivery, context }: OpenService,
  records: readonly PoolRecord[],
): Promise<ReadonlyMap<string, readonly ObservedConfiguration[] | 'PoolNotFound'>> {
  const read = await mapPools({ terminal, label: 'Reading pools' }, records, async ({ UserPoolId }) => {
    const observed = await delivery.get(UserPoolId, context);
    return [UserPoolId, observed.kind === 'Present' ? observed.LogConfigurations : 'PoolNotFound'] as const;
  });
  return new Map(read);
}
