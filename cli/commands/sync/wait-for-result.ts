import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedPool } from '../../pools/plan-pool.ts';
import type { Target } from '../../pools/target.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { isSettling, pendingResult, resultOf, type SyncResult } from './result.ts';

const POLL_MS = 250;

/** Waits for the record of a pool. A pool without an action stores no record: its plan is the result. */
export async function waitForResult(
  terminal: Terminal,
  service: OpenService,
  { userPoolId, stored }: Target,
  before: PlannedPool,
  deadline: number,
): Promise<SyncResult> {
  if (!isSettling(before)) return resultOf(before, before.recorded);
  for (;;) {
    const recorded = await service.records.read(userPoolId);
    const isNew = recorded !== undefined && recorded.Revision > (before.recorded?.Revision ?? 0);
    if (isNew && recorded.Intent === undefined) return resultOf(before, recorded);
    if (terminal.now().getTime() > deadline || terminal.interrupted.aborted)
      return pendingResult(before, recorded, stored !== undefined);
    await sleep(POLL_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
  }
}
