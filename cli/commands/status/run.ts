import { setTimeout as sleep } from 'node:timers/promises';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { freezeIfReadable } from '../../freeze/read-freeze.ts';
import { coverageOf } from '../../policies/coverage.ts';
import {
  type RecordedObserving,
  readObserving,
  recordedObservingLine,
} from '../../policies/observing-records.ts';
import type { PoolFilters } from '../../pools/pool-filters.ts';
import { readDirectory } from '../../pools/pool-names.ts';
import { type PoolSelector, selectPools } from '../../pools/select-pools.ts';
import { byUrgency, isFailed, managedPool } from '../../pools/status-row.ts';
import { uncheckedLines } from '../../pools/unchecked.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import { rolloutExitCode } from '../../rollouts/rollout-lines.ts';
import { readLastSweep } from '../../service/last-sweep.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { findTrail } from '../../service/trails.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { cutToScreen } from './cut-to-screen.ts';
import { readRows } from './read-rows.ts';
import { readUnmanagedRows } from './read-unmanaged.ts';
import { statusText } from './render.ts';

export interface StatusOptions extends ServiceOptions, PoolFilters {
  readonly output: OutputFormat;
  readonly failed: boolean;
  readonly live: boolean;
  readonly watch: boolean;
  /** List the pools without a parameter instead. */
  readonly unmanaged: boolean;
  /** Do not collapse pools with the same problem. */
  readonly all: boolean;
}

const WATCH_INTERVAL_MS = 2_000;

/**
 * Runs `clr status`: shows the fleet from its records. Pools that need attention come first. With `--failed` and a pool that
 * needs attention, and with `--live` or `--unmanaged` and a pool that is not readable, the exit code is 3. Without arguments, the open
 * rollouts of policies have the exit codes of `clr rollout status`.
 */
export async function runStatus(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: StatusOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const pools = await selectPools(service, selectors, options);
  const trail = await findTrail();
  for (;;) {
    const { rows, unchecked } = options.unmanaged
      ? { rows: await readUnmanagedRows(terminal, service, pools), unchecked: [] }
      : await readRows(terminal, service, { pools, live: options.live });
    const shown = rows.filter((row) => !options.failed || isFailed(row)).sort(byUrgency);
    const lastSweep = await readLastSweep(service.table, service.deployed.stateTable);
    const isFleet = pools.length === 0 && !options.unmanaged;
    const freeze = await freezeIfReadable(service);
    const rollouts = isFleet ? await readRollouts(service) : undefined;
    const coverage = isFleet ? coverageOf(rows.map(managedPool), lastSweep) : undefined;
    const observing = isFleet ? await observingNow(service) : [];
    if (options.output === 'json')
      terminal.print(
        poolsJsonText('Status', service.settings, terminal, {
          pools: shown,
          coverage: coverage ?? null,
          observing: typeof observing === 'string' ? null : observing,
          rollouts: rollouts ?? null,
          freeze: typeof freeze === 'string' ? null : (freeze ?? null),
          lastSweep: lastSweep ?? null,
          trail: trail.kind,
          unchecked,
        }),
        'data',
      );
    else {
      const isComplete = options.all || selectors.length > 0;
      const fleet = {
        rows: shown,
        coverage,
        observing: typeof observing === 'string' ? [observing] : observing.map(recordedObservingLine),
        rollouts,
        freeze,
        lastSweep,
        trail: trail.kind,
        now: service.clock.now(),
        isComplete,
      };
      const text = statusText(fleet, terminal);
      // Not an alternate screen, which would lose the last state on Ctrl-C.
      if (options.watch) terminal.clear();
      terminal.print(options.watch ? cutToScreen(text, terminal.height) : text);
      for (const line of uncheckedLines(unchecked)) terminal.info(line);
      if (!options.watch && terminal.interrupted.aborted)
        terminal.info('Interrupted: not all pools were read, so rows can be missing.');
    }
    const isFound = options.failed && shown.length > 0;
    const isUnread = rows.some(({ liveError }) => liveError !== undefined);
    if (!options.watch) return isFound || isUnread ? EXIT.somePoolsFailed : rolloutExitCode(rollouts ?? []);
    await sleep(WATCH_INTERVAL_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
    if (terminal.interrupted.aborted) return EXIT.success;
  }
}

/** Returns the effect of the policies in mode Observe; without the permission to read policies, why it is not known. */
async function observingNow(service: OpenService): Promise<readonly RecordedObserving[] | string> {
  try {
    return await readObserving(service, await readDirectory(service));
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    return `It is not known whether a policy only observes (ssm:${error.operation}: ${error.errorName}).`;
  }
}
