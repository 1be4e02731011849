import type { AccountRegions } from '../account-regions/registry.ts';
import { stateOf } from './state.ts';
import { readState, writeState } from './state-file.ts';

export interface StatePersister {
  /** Writes unsaved changes and stops. Rejects when they cannot be written. */
  close(): Promise<void>;
}

/**
 * The time in milliseconds until a change is written. Changes are lost when the process is killed before
 * that.
 */
const SAVE_INTERVAL_MS = 250;

/**
 * Restores the account-regions from the file and keeps the file up to date. Does nothing without a file.
 * Rejects when the file cannot be read or written.
 */
export async function persistState(
  accountRegions: AccountRegions,
  file: string | undefined,
  log: (line: string) => void,
): Promise<StatePersister> {
  if (file === undefined) return { close: async () => {} };
  for (const { account, region, ...contents } of (await readState(file))?.cells ?? [])
    accountRegions.withoutDeployment(account, region).restore(contents);
  // Report a file that cannot be written now, and not after changes that would be lost.
  await writeState(file, stateOf(accountRegions.all())).catch((cause: Error) => {
    throw new Error(`Cannot write the state file ${file}: ${cause.message}`, { cause });
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
    running = running.then(save).catch((error: unknown) => log(`state not saved: ${error}`));
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

/** Increases with every change of the saved contents. */
function revisionOf(accountRegions: AccountRegions): number {
  return accountRegions
    .all()
    .flatMap(({ cognito, tagging, ssm, logs, firehose, s3 }) => [
      cognito.pools,
      tagging.tagged.written,
      ssm.parameters,
      ssm.tags,
      logs.logGroups,
      firehose.streams,
      s3.buckets,
    ])
    .reduce((sum, { revision }) => sum + revision, 0);
}
