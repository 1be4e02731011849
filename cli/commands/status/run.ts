import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { type PoolSelector, selectPools, selectPoolsIfAny } from '../../pools/select-pools.ts';
import { uncheckedLines } from '../../pools/unchecked.ts';
import { openService } from '../../service/open-service.ts';
import { findTrail } from '../../service/trails.ts';
import { givenTargets } from '../../targets/given-targets.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { cutToScreen } from './cut-to-screen.ts';
import type { StatusOptions } from './options.ts';
import { fleetMembers, fleetStatus, readStatus } from './read-status.ts';
import { statusText } from './render.ts';
import { statusOfTargets } from './targets.ts';

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
  const targets = await givenTargets(options);
  if (targets) return statusOfTargets(terminal, targets, selectors, options);
  const service = await openService(options);
  let pools: readonly string[] | undefined = await selectPools(service, selectors, options);
  const trail = await findTrail(service.deployed.aws);
  for (;;) {
    const read = await readStatus(terminal, service, { ...options, pools, trail });
    if (options.output === 'json')
      terminal.print(
        poolsJsonText('Status', service.settings, terminal, {
          pools: read.rows,
          ...fleetMembers(read),
          unchecked: read.unchecked,
        }),
        'data',
      );
    else {
      const text = statusText(fleetStatus(read, options.all || selectors.length > 0), terminal);
      // Not an alternate screen, which would lose the last state on Ctrl-C.
      if (options.watch) terminal.clear();
      terminal.print(options.watch ? cutToScreen(text, terminal.height) : text);
      for (const line of uncheckedLines(read.unchecked)) terminal.info(line);
      if (!options.watch && terminal.interrupted.aborted)
        terminal.info('Interrupted: not all pools were read, so rows can be missing.');
    }
    if (!options.watch) return read.code;
    await sleep(WATCH_INTERVAL_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
    if (terminal.interrupted.aborted) return EXIT.success;
    pools = await selectPoolsIfAny(service, selectors, options);
  }
}
