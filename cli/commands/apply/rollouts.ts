import { setTimeout as sleep } from 'node:timers/promises';
import type { ApplyResult } from '../../changes/result.ts';
import type { FolderChange } from '../../folder/compare.ts';
import { rolloutViews } from '../../rollouts/read-rollouts.ts';
import type { OpenService } from '../../service/open-service.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { isUnprocessed, type RolloutState } from '../rollout/state.ts';

/** A policy of the folder, as Parameter Store now contains it. */
interface AppliedPolicy {
  readonly name: string;
  readonly value: string;
  readonly version: number;
}

/** Returns the policies of the folder that Parameter Store contains: those that were written, and the unchanged ones. */
export function appliedPolicies(
  changes: readonly FolderChange[],
  results: readonly ApplyResult[],
): readonly AppliedPolicy[] {
  const written = new Map(
    results.filter(({ kind }) => kind === 'Policy').map((one) => [one.name, one.newVersion]),
  );
  return changes.flatMap(({ kind, name, step, stored, wanted }): readonly AppliedPolicy[] => {
    if (kind !== 'Policy') return [];
    if (step === 'Unchanged') return stored ? [{ ...stored, name }] : [];
    const version = written.get(name);
    return version === undefined || wanted === undefined ? [] : [{ name, value: wanted, version }];
  });
}

/**
 * Returns the open rollouts of these policies, and those whose edit the service has not processed. The text is the one that was
 * written: a listing can be out of date.
 */
export async function readRolloutsOf(
  service: OpenService,
  policies: readonly AppliedPolicy[],
): Promise<RolloutState> {
  if (policies.length === 0) return { rollouts: [], unprocessed: [] };
  const stored = await service.rollouts.read(policies.map(({ name }) => name));
  const unprocessed = policies.filter((policy) =>
    isUnprocessed(service, policy.name, stored.get(policy.name), { ...policy, type: 'String' }),
  );
  return {
    rollouts: rolloutViews(service, stored.values()),
    unprocessed: unprocessed.map(({ name }) => name),
  };
}

/** Returns the names of the policies that do not apply to all their pools yet. */
export const openPolicies = ({ rollouts, unprocessed }: RolloutState): ReadonlySet<string> =>
  new Set([...rollouts.map(({ policy }) => policy), ...unprocessed]);

const POLL_MS = 2_000;

/** The rollouts after the wait, and the policies whose rollout was completed during the wait. */
export interface FollowedRollouts extends RolloutState {
  readonly completed: readonly string[];
}

/** Waits until no rollout of these policies runs, or until the deadline or Ctrl-C. */
export async function waitForRollouts(
  terminal: Terminal,
  service: OpenService,
  policies: readonly AppliedPolicy[],
  deadline: number,
): Promise<FollowedRollouts> {
  const progress = showProgress(terminal, 'Waiting for rollouts');
  const seen = new Set<string>();
  try {
    for (;;) {
      const state = await readRolloutsOf(service, policies);
      const open = openPolicies(state);
      for (const name of open) seen.add(name);
      const { rollouts, unprocessed } = state;
      const isMoving = unprocessed.length > 0 || rollouts.some((one) => one.state === 'Running');
      if (!isMoving || terminal.now().getTime() > deadline || terminal.interrupted.aborted)
        return { ...state, completed: [...seen].filter((name) => !open.has(name)) };
      const sum = (count: (pools: (typeof rollouts)[number]['pools']) => number): number =>
        rollouts.reduce((total, { pools }) => total + count(pools), 0);
      progress.set(
        sum(({ done, failed }) => done + failed),
        sum(({ total }) => total),
      );
      await sleep(POLL_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
    }
  } finally {
    progress.end();
  }
}
