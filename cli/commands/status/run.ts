import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { byUrgency, isFailed } from '../../pools/status-row.ts';
import { readLastSweep } from '../../service/last-sweep.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { findTrail } from '../../service/trails.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readRows } from './read-rows.ts';
import { statusText } from './render.ts';

export interface StatusOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly failed: boolean;
  readonly live: boolean;
  readonly watch: boolean;
}

const WATCH_INTERVAL_MS = 2_000;

/** Runs `clr status`: shows the fleet from its records. Pools that need attention come first. */
export async function runStatus(
  terminal: Terminal,
  pools: readonly string[],
  options: StatusOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const trail = await findTrail();
  for (;;) {
    const rows = await readRows(terminal, service, pools, options.live);
    const shown = rows.filter((row) => !options.failed || isFailed(row)).sort(byUrgency);
    const lastSweep = await readLastSweep(service.table, service.deployed.stateTable);
    const text =
      options.output === 'json'
        ? poolsJsonText('Status', service.settings, terminal, {
            pools: shown,
            lastSweep: lastSweep ?? null,
            trail: trail.kind,
          })
        : statusText({ rows: shown, lastSweep, trail: trail.kind, now: terminal.now() }, terminal);
    // Clears the screen in place: an alternate screen would lose the last state on Ctrl-C.
    terminal.print(options.watch && terminal.isLive ? `\x1b[H\x1b[2J${text}` : text);
    if (!options.watch) return EXIT.success;
    await sleep(WATCH_INTERVAL_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
    if (terminal.interrupted.aborted) return EXIT.success;
  }
}
