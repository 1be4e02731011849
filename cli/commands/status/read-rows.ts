import { dynamoFindings } from '../../../lib/aws/findings.ts';
import { dynamoReplicas } from '../../../lib/aws/replicas.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { planPool } from '../../pools/plan-pool.ts';
import { rowOf, type StatusRow } from '../../pools/status-row.ts';
import { ON_DEMAND_CAUSE, selectTargets } from '../../pools/targets.ts';
import type { OpenService } from '../../service/open-service.ts';
import { listStatus } from '../../service/status-records.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Returns the rows of the named pools, or of every pool with a record if none is named. */
export async function readRows(
  terminal: Terminal,
  service: OpenService,
  pools: readonly string[],
  live: boolean,
): Promise<readonly StatusRow[]> {
  const { table, deployed } = service;
  const wanted = new Set(pools);
  const rows = new Map<string, StatusRow>();
  const findings = await dynamoFindings(table, deployed.stateTable).read();
  const missing = new Map(findings.map((finding) => [finding.Arn, finding]));
  const replicas = await dynamoReplicas(table, deployed.stateTable).read();
  for await (const page of listStatus(table, deployed.stateTable))
    for (const record of page)
      if (wanted.size === 0 || wanted.has(record.UserPoolId))
        rows.set(record.UserPoolId, rowOf(record, missing, replicas));
  for (const userPoolId of pools)
    if (!rows.has(userPoolId)) rows.set(userPoolId, rowWithoutRecord(terminal, userPoolId));
  return live ? withLive(terminal, service, rows, pools) : [...rows.values()];
}

const rowWithoutRecord = (terminal: Terminal, userPoolId: string): StatusRow => ({
  userPoolId,
  outcome: 'Unmanaged',
  reasons: ['No record: the pool has no parameter or was not processed yet.'],
  since: terminal.now().toISOString(),
  driftCount: 0,
  replicaRegions: [],
  findings: [],
});

/** Reads the parameters and pools too, and adds what the service would do about each pool. */
async function withLive(
  terminal: Terminal,
  service: OpenService,
  rows: ReadonlyMap<string, StatusRow>,
  pools: readonly string[],
): Promise<readonly StatusRow[]> {
  const targets = await selectTargets(service, terminal, pools);
  const read = await mapPools(
    { terminal, label: 'Reading pools' },
    targets,
    async ({ userPoolId, stored }) => {
      const { plan } = await planPool(service, userPoolId, stored, ON_DEMAND_CAUSE);
      return { ...(rows.get(userPoolId) ?? rowWithoutRecord(terminal, userPoolId)), live: plan.why };
    },
  );
  const seen = new Set(read.map(({ userPoolId }) => userPoolId));
  return [...read, ...[...rows.values()].filter(({ userPoolId }) => !seen.has(userPoolId))];
}
