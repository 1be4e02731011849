import { setTimeout as sleep } from 'node:timers/promises';
import { dynamoFindings } from '../../../lib/aws/findings.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { atMost } from '../../pools/map-with-concurrency.ts';
import { look } from '../../pools/plan-pool.ts';
import { byUrgency, isFailed, rowOf, type StatusRow } from '../../pools/status-row.ts';
import { LOOK_CAUSE, readFleet, readTarget } from '../../pools/targets.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { listStatus, readLastSweep } from '../../service/status-records.ts';
import { findTrail } from '../../service/trails.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Format } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { statusText } from './render.ts';

export interface StatusOptions extends ServiceOptions {
  readonly output: Format;
  readonly failed: boolean;
  readonly live: boolean;
  readonly watch: boolean;
}

const WATCH_MS = 2_000;
const AT_ONCE = 25;

/** `clr status`: the fleet from the records, what needs a person first. */
export async function runStatus(
  terminal: Terminal,
  pools: readonly string[],
  options: StatusOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const trail = await findTrail();
  for (;;) {
    const rows = await readRows(terminal, service, pools, options.live);
    const told = rows.filter((row) => !options.failed || isFailed(row)).sort(byUrgency);
    const lastSweep = await readLastSweep(service.table, service.deployed.stateTable);
    const text =
      options.output === 'json'
        ? jsonText('Status', { pools: told, lastSweep: lastSweep ?? null, trail: trail.kind })
        : statusText({ rows: told, lastSweep, trail: trail.kind, now: terminal.now() }, terminal);
    // Home, and what stood below is wiped: a screen of its own would lose the last state on Ctrl-C.
    terminal.data(options.watch && terminal.isLive ? `\x1b[H\x1b[2J${text}` : text);
    if (!options.watch) return EXIT.fine;
    await sleep(WATCH_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
    if (terminal.interrupted.aborted) return EXIT.fine;
  }
}

async function readRows(
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
  for await (const page of listStatus(table, deployed.stateTable))
    for (const record of page)
      if (wanted.size === 0 || wanted.has(record.UserPoolId))
        rows.set(record.UserPoolId, rowOf(record, missing));
  for (const userPoolId of pools)
    if (!rows.has(userPoolId)) rows.set(userPoolId, unknown(terminal, userPoolId));
  return live ? withLive(terminal, service, rows, pools) : [...rows.values()];
}

const unknown = (terminal: Terminal, userPoolId: string): StatusRow => ({
  userPoolId,
  outcome: 'Unmanaged',
  reasons: ['no record: it has no parameter, or was not looked at yet'],
  since: terminal.now().toISOString(),
  driftCount: 0,
  findings: [],
});

/** Reads parameters and pools too, and says where they differ from what the record tells. */
async function withLive(
  terminal: Terminal,
  service: OpenService,
  rows: ReadonlyMap<string, StatusRow>,
  pools: readonly string[],
): Promise<readonly StatusRow[]> {
  const targets =
    pools.length === 0
      ? (await readFleet(service, terminal)).targets
      : await Promise.all(pools.map((pool) => readTarget(service, pool)));
  const progress = showProgress(terminal, 'reading pools', targets.length);
  const looked = await atMost(AT_ONCE, targets, terminal.interrupted, async ({ userPoolId, stored }) => {
    const { plan } = await look(service, userPoolId, stored, LOOK_CAUSE);
    progress.step();
    return { ...(rows.get(userPoolId) ?? unknown(terminal, userPoolId)), live: plan.why };
  });
  progress.end();
  const seen = new Set(looked.map(({ userPoolId }) => userPoolId));
  return [...looked, ...[...rows.values()].filter(({ userPoolId }) => !seen.has(userPoolId))];
}
