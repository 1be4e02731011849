import { type ApplyResult, isFailed } from '../../changes/result.ts';
import { writeChange } from '../../changes/write-change.ts';
import type { FolderChange } from '../../folder/compare.ts';
import { mapPools } from '../../pools/map-pools.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { ApplyOutcome, Followed } from './outcome.ts';
import type { DeletionEffect } from './prune-effect.ts';
import { appliedPolicies, openPolicies, readRolloutsOf, waitForRollouts } from './rollouts.ts';
import { waitForPools } from './wait-for-pools.ts';

interface Changes {
  readonly changes: readonly FolderChange[];
  readonly writes: readonly FolderChange[];
  readonly deletions: readonly FolderChange[];
  /** The effects of the deletions. */
  readonly effects: readonly DeletionEffect[];
}

interface Waiting {
  readonly wait: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * The rate limits the writes. A second one at the same time only hides the time that a call takes; more of them would wait longer
 * between the read of the version and the write.
 */
const MAX_CONCURRENT_WRITES = 2;

/**
 * Writes the parameters, follows their outcomes with `--wait`, and deletes the parameters without a file. A parameter that a
 * policy replaces is deleted only when this policy applies to its pools: a rollout can take long, and can halt.
 */
export async function applyChanges(
  terminal: Terminal,
  service: OpenService,
  { changes, writes, deletions, effects }: Changes,
  { wait, timeout }: Waiting,
): Promise<Pick<ApplyOutcome, 'results' | 'followed'>> {
  const write = (label: string, items: readonly FolderChange[]): Promise<readonly ApplyResult[]> =>
    mapPools({ terminal, label, concurrency: MAX_CONCURRENT_WRITES }, items, (change) =>
      writeChange(service, change),
    );
  const written = await write('Writing parameters', writes);
  const followed =
    wait && !terminal.interrupted.aborted
      ? await follow(terminal, service, changes, written, timeout)
      : undefined;
  // Without a parameter that was to take over, a deletion leaves pools without an owner.
  if (written.some(isFailed) && !terminal.interrupted.aborted)
    return { results: [...written, ...deletions.map(afterFailure)], ...(followed && { followed }) };
  const isStopped = deletions.length === 0 || terminal.interrupted.aborted;
  const early = isStopped ? [] : await earlyDeletions(service, changes, written, effects);
  const skipped = deletions.flatMap((change) => {
    const found = early.find((one) => one.effect.change === change);
    return found ? [skippedResult(found, wait)] : [];
  });
  const ready = isStopped
    ? []
    : deletions.filter((change) => !early.some(({ effect }) => effect.change === change));
  const deleted = await write('Deleting parameters', ready);
  return { results: [...written, ...deleted, ...skipped], ...(followed && { followed }) };
}

async function follow(
  terminal: Terminal,
  service: OpenService,
  changes: readonly FolderChange[],
  results: readonly ApplyResult[],
  timeout: number,
): Promise<Followed> {
  const deadline = terminal.now().getTime() + timeout * 1000;
  const pools = await waitForPools(terminal, service, changes, results, deadline);
  const policies = appliedPolicies(changes, results);
  return { pools, ...(await waitForRollouts(terminal, service, policies, deadline)) };
}

interface EarlyDeletion {
  readonly effect: DeletionEffect;
  /** The policies that take over, and do not apply to all their pools yet. */
  readonly waitsFor: readonly string[];
}

/** Returns the deletions that would leave pools without an owner, because a policy in their place does not apply yet. */
async function earlyDeletions(
  service: OpenService,
  changes: readonly FolderChange[],
  results: readonly ApplyResult[],
  effects: readonly DeletionEffect[],
): Promise<readonly EarlyDeletion[]> {
  const open = openPolicies(await readRolloutsOf(service, appliedPolicies(changes, results)));
  const failed = results.filter((one) => one.kind === 'Policy' && isFailed(one)).map(({ name }) => name);
  return effects.flatMap((effect) => {
    const waitsFor = effect.takers.filter((name) => open.has(name) || failed.includes(name));
    return waitsFor.length > 0 ? [{ effect, waitsFor }] : [];
  });
}

const afterFailure = ({ kind, name, step, stored }: FolderChange): ApplyResult => ({
  kind,
  name,
  step,
  ...(stored && { oldVersion: stored.version }),
  result: 'skipped',
  reason: 'Another parameter was not written. Deletions follow only after all writes.',
});

function skippedResult({ effect, waitsFor }: EarlyDeletion, wait: boolean): ApplyResult {
  const { kind, name, step, stored } = effect.change;
  const names = waitsFor.map((policy) => `"${policy}"`).join(', ');
  const [policies, verb] = waitsFor.length === 1 ? ['The policy', 'does'] : ['The policies', 'do'];
  return {
    kind,
    name,
    step,
    ...(stored && { oldVersion: stored.version }),
    result: 'skipped',
    reason: `${policies} ${names} in its place ${verb} not apply to all pools yet.${wait ? '' : ' To wait for it, add --wait.'}`,
  };
}
