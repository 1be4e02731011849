import { type ApplyResult, isUnwritten, skippedResult } from '../../changes/result.ts';
import { writeChange } from '../../changes/write-change.ts';
import { describeError } from '../../errors/describe-error.ts';
import type { FolderChange } from '../../folder/compare.ts';
import { mapPools } from '../../pools/map-pools.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { reasonToSkip, type StageName, type WriteStage } from './order.ts';
import type { ApplyOutcome, Followed } from './outcome.ts';
import type { DeletionEffect } from './prune-effect.ts';
import { appliedPolicies, openPolicies, readRolloutsOf, waitForRollouts } from './rollouts.ts';
import { waitForPools } from './wait-for-pools.ts';

interface Changes {
  readonly changes: readonly FolderChange[];
  readonly stages: readonly WriteStage[];
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
 * policy replaces is deleted only when this policy applies to its pools: a rollout can take long, and can halt. An error after
 * the writes is part of the result, so that the user learns what was written.
 */
export async function applyChanges(
  terminal: Terminal,
  service: OpenService,
  { changes, stages, deletions, effects }: Changes,
  { wait, timeout }: Waiting,
): Promise<Pick<ApplyOutcome, 'results' | 'followed' | 'error'>> {
  const written = await writeInStages(terminal, service, { changes, stages }, { wait, timeout });
  let followed: Followed | undefined;
  try {
    if (wait && !terminal.interrupted.aborted)
      followed = await follow(terminal, service, changes, written, timeout);
    const late = await deleteParameters(terminal, service, { changes, written, deletions, effects }, wait);
    return { results: [...written, ...late], ...(followed && { followed }) };
  } catch (error) {
    const skipped = deletions.map((change) => skippedResult(change, AFTER_ERROR));
    const { message, hint } = describeError(error);
    return { results: [...written, ...skipped], ...(followed && { followed }), error: { message, hint } };
  }
}

const AFTER_FAILURE = 'Another parameter was not written. Deletions follow only after all writes.';
const AFTER_ERROR = 'The command ended with an error before the deletions.';

const writeAll = (
  terminal: Terminal,
  service: OpenService,
  label: string,
  items: readonly FolderChange[],
): Promise<readonly ApplyResult[]> =>
  mapPools({ terminal, label, concurrency: MAX_CONCURRENT_WRITES }, items, (change) =>
    writeChange(service, change),
  );

/**
 * Skips a stage that would leave an event source without an owner: because a parameter of an earlier stage was not written, or
 * because a policy that can take over does not apply to all its pools yet.
 */
async function writeInStages(
  terminal: Terminal,
  service: OpenService,
  { changes: all, stages }: Pick<Changes, 'changes' | 'stages'>,
  waiting: Waiting,
): Promise<readonly ApplyResult[]> {
  const results: ApplyResult[] = [];
  const unwritten = new Set<StageName>();
  for (const { name, label, changes } of stages) {
    if (terminal.interrupted.aborted) break;
    const reason =
      reasonToSkip(name, unwritten) ??
      (name === 'Giving' ? await openPoliciesReason(terminal, service, all, results, waiting) : undefined);
    const done =
      reason === undefined
        ? await writeAll(terminal, service, label, changes)
        : changes.map((change) => skippedResult(change, reason));
    if (done.some(isUnwritten)) unwritten.add(name);
    results.push(...done);
  }
  return results;
}

/** Returns why no parameter can leave an event source to the policies yet. With `--wait`, it first waits for their rollouts. */
async function openPoliciesReason(
  terminal: Terminal,
  service: OpenService,
  changes: readonly FolderChange[],
  results: readonly ApplyResult[],
  { wait, timeout }: Waiting,
): Promise<string | undefined> {
  const policies = appliedPolicies(changes, results);
  if (wait) await waitForRollouts(terminal, service, policies, terminal.now().getTime() + timeout * 1000);
  const open = [...openPolicies(await readRolloutsOf(service, policies))];
  return open.length === 0 ? undefined : policiesNotApplied(open, '', wait);
}

async function deleteParameters(
  terminal: Terminal,
  service: OpenService,
  {
    changes,
    written,
    deletions,
    effects,
  }: Omit<Changes, 'stages'> & { readonly written: readonly ApplyResult[] },
  wait: boolean,
): Promise<readonly ApplyResult[]> {
  if (deletions.length === 0 || terminal.interrupted.aborted) return [];
  // Without a parameter that was to take over, a deletion leaves pools without an owner.
  if (written.some(isUnwritten)) return deletions.map((change) => skippedResult(change, AFTER_FAILURE));
  const early = await earlyDeletions(service, changes, written, effects);
  const skipped = deletions.flatMap((change) => {
    const found = early.find((one) => one.effect.change === change);
    return found ? [skippedResult(change, earlyReason(found, wait))] : [];
  });
  const ready = deletions.filter((change) => !early.some(({ effect }) => effect.change === change));
  return [...(await writeAll(terminal, service, 'Deleting parameters', ready)), ...skipped];
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
  return effects.flatMap((effect) => {
    const waitsFor = effect.takers.filter((name) => open.has(name));
    return waitsFor.length > 0 ? [{ effect, waitsFor }] : [];
  });
}

const earlyReason = ({ waitsFor }: EarlyDeletion, wait: boolean): string =>
  policiesNotApplied(waitsFor, ' in its place', wait);

function policiesNotApplied(names: readonly string[], place: string, wait: boolean): string {
  const quoted = names.map((policy) => `"${policy}"`).join(', ');
  const [policies, verb] = names.length === 1 ? ['The policy', 'does'] : ['The policies', 'do'];
  return `${policies} ${quoted}${place} ${verb} not apply to all pools yet.${wait ? '' : ' To wait for it, add --wait.'}`;
}
