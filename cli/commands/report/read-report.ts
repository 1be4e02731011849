import type { ReportView } from '../../../html/report.ts';
import { dynamoReplicas } from '../../../lib/aws/replicas.ts';
import type { PoolArrival } from '../../../lib/domain/arrival/arrival.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { type PoolLocation, parameterName } from '../../../lib/domain/user-pool-id.ts';
import { arrivalTotals } from '../../arrival/arrival-view.ts';
import { currentArrival } from '../../arrival/current-arrival.ts';
import { type ArrivalCheck, readArrivalCheck } from '../../arrival/read-arrivals.ts';
import { packageVersion } from '../../command-line/package-version.ts';
import { freezeIfReadable } from '../../freeze/read-freeze.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import { readLastSweep } from '../../service/last-sweep.ts';
import { readMissingDestinations } from '../../service/missing-destinations.ts';
import type { OpenService } from '../../service/open-service.ts';
import { findTrail } from '../../service/trails.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { deletionTimes } from '../history/deletions-of.ts';
import { type Deletions, deletionsOf, readDeletions } from '../history/read-deletions.ts';
import type { ServiceReport } from './formats/service-report.ts';
import { listPools, notListed } from './list-pools.ts';
import {
  arrivalNotes,
  coverageNotes,
  freezeNotes,
  missingNotes,
  rolloutNotes,
  sweepNotes,
  trailNotes,
} from './notes.ts';
import { poolView } from './pool-view.ts';
import { type LiveResult, readLive } from './read-live.ts';
import { readRecords } from './read-records.ts';
import { readVersions, type Versions } from './read-versions.ts';

/**
 * Reads everything that the page shows, with `isLive` also the pools. A failed read of a record, a pool or a parameter
 * marks the pool and is listed in `missing`. The desired state comes from the records and the versions of the parameters,
 * so the page needs `ssm:DescribeParameters` and `ssm:GetParameterHistory`, but not `ssm:GetParametersByPath`. After Ctrl-C the result is not complete.
 */
export async function readReport(
  terminal: Terminal,
  service: OpenService,
  isLive: boolean,
): Promise<ServiceReport> {
  const { table, deployed, settings } = service;
  const { records, invalid } = await readRecords(service);
  const findings = await readMissingDestinations(service);
  const replicas = await dynamoReplicas(table, deployed.stateTable).read();
  const sweep = await readLastSweep(table, deployed.stateTable);
  const listed = await listPools(terminal, service, sweep);
  const versions = await readVersions(terminal, service, records);
  const times = records.flatMap(deletionTimes);
  const deletions = await readDeletions(deployed.aws, times, service.clock.now(), terminal.interrupted);
  const recordOf = new Map(records.map((record) => [record.UserPoolId, record]));
  const ids = [
    ...new Set([...recordOf.keys(), ...versions.latest.keys(), ...listed.names.keys(), ...invalid]),
  ].sort();
  const live = isLive ? await readLive(terminal, service, ids) : new Map<string, LiveResult>();
  const check = await readArrivalCheck(service);
  const arrivals = arrivalsOf(records, settings, check);
  const facts = { findings, replicas, arrivals };
  const totals = check?.last && arrivalTotals(check.last, [...arrivals.values()]);
  const pools = ids.map((userPoolId) => {
    const name = parameterName(settings.prefix, userPoolId);
    return poolView(
      {
        userPoolId,
        name: listed.names.get(userPoolId),
        record: recordOf.get(userPoolId),
        live: invalid.includes(userPoolId)
          ? { kind: 'Failed', reason: 'its record is not valid' }
          : (live.get(userPoolId) ?? notListed(userPoolId, listed, settings.region)),
        versions: versions.all.get(userPoolId),
        latest: versions.latest.get(userPoolId),
        exists: versions.listFailed === undefined ? versions.latest.has(userPoolId) : undefined,
        deletions: deletionsOf(deletions, name),
        missing: missingOf(userPoolId, versions, recordOf.get(userPoolId), deletions),
        settings,
      },
      facts,
    );
  });
  const freeze = await freezeIfReadable(service);
  const view: ReportView = {
    service: deployed.name,
    account: settings.account,
    region: settings.region,
    madeAt: service.clock.now().toISOString(),
    version: packageVersion(),
    pools,
    isLive,
    ...(check && { arrival: totals ?? null }),
    missing: missingNotes({ pools, listed, versions, deletions }),
    notes: [
      ...freezeNotes(freeze, service.clock.now()),
      ...sweepNotes(sweep),
      ...(check ? arrivalNotes(totals) : []),
      ...coverageNotes(records, sweep),
      ...rolloutNotes(await readRollouts(service)),
      ...trailNotes(await findTrail(deployed.aws)),
    ],
  };
  return { partition: settings.partition, view, freeze };
}

function arrivalsOf(
  records: readonly PoolRecord[],
  location: PoolLocation,
  check: ArrivalCheck | undefined,
): ReadonlyMap<string, PoolArrival> {
  const last = check?.last;
  const current = last === undefined ? [] : records.map((one) => currentArrival(one, location, last));
  return new Map(current.flatMap((one) => (one === undefined ? [] : [[one.UserPoolId, one]])));
}

/** Returns the data that is missing in the row of this pool. */
function missingOf(
  userPoolId: string,
  { failed, listFailed, latest }: Versions,
  record: PoolRecord | undefined,
  deletions: Deletions,
): readonly string[] {
  const reason = failed.get(userPoolId) ?? (latest.has(userPoolId) ? undefined : listFailed);
  const isActorMissing = deletions.failed !== undefined && record && deletionTimes(record).length > 0;
  return [
    ...(reason === undefined
      ? []
      : [`The versions of the parameter and their authors could not be read: ${reason}.`]),
    ...(isActorMissing
      ? [`Not all actors of the deletions are known (cloudtrail:LookupEvents: ${deletions.failed}).`]
      : []),
  ];
}
