import type { AccountRegions } from '../account-regions/registry.ts';
import { stateOf } from './state.ts';
import { readState, writeState } from './state-file.ts';

export interface StatePersister {
  /** Writes what has changed and stops. Rejects when that cannot be written. */
  close(): Promise<void>;
}

/** A change is on the disk this many milliseconds later, or so; what ends the process before that loses it. */
const SAVE_INTERVAL_MS = 250;

/**
 * Fills the cells from the file, and keeps the file as the cells are. Without a file, does neither. Rejects when the
 * file cannot be read or written.
 */
export async function persistState(
  accountRegions: AccountRegions,
  file: string | undefined,
  log: (line: string) => void,
): Promise<StatePersister> {
  if (file === undefined) return { close: async () => {} };
  for (const { account, region, ...kept } of (await readState(file))?.cells ?? [])
    accountRegions.withoutDeployment(account, region).restore(kept);
  // A file that cannot be written is said at once, and not when there is something to lose.
  await writeState(file, stateOf(accountRegions.all())).catch((cause: Error) => {
    throw new Error(`the state file ${file} cannot be written: ${cause.message}`, { cause });
  });
  let saved = revisionOf(accountRegions);
  let running: Promise<void> = Promise.resolve();

  const save = async () => {
    const revision = revisionOf(accountRegions);
    if (revision === saved) return;
    await writeState(file, stateOf(accountRegions.all()));
    saved = revision;
  };
  const timer = setInterval(() => {
    running = running.then(save).catch((error: unknown) => log(`the state was not saved: ${error}`));
  }, SAVE_INTERVAL_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
      await save();
    },
  };
}

/** Grows with every change of what is kept. */
function revisionOf(accountRegions: AccountRegions): number {
  return accountRegions
    .all()
    .flatMap(({ cognito, ssm, logs, firehose, s3 }) => [
      cognito.pools,
      ssm.parameters,
      logs.logGroups,
      firehose.streams,
      s3.buckets,
    ])
    .reduce((sum, { revision }) => sum + revision, 0);
}
