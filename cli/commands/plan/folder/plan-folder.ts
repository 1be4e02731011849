import { compareFolder, type FolderChange } from '../../../folder/compare.ts';
import type { FolderContent } from '../../../folder/read-folder.ts';
import { readStored, type StoredFleet } from '../../../folder/read-stored.ts';
import { storedPolicies } from '../../../policies/stored-policies.ts';
import { readFleet } from '../../../pools/fleet.ts';
import type { PlannedPool } from '../../../pools/plan-pool.ts';
import { planPools } from '../../../pools/plan-pools.ts';
import { readKnownPools, withNames } from '../../../pools/pool-names.ts';
import type { PoolPlan } from '../../../pools/pool-plan.ts';
import type { FleetTarget } from '../../../pools/target.ts';
import type { Unchecked } from '../../../pools/unchecked.ts';
import type { OpenService } from '../../../service/open-service.ts';
import type { Terminal } from '../../../terminal/terminal.ts';
import { type DeletionEffect, readPruneEffect } from '../../apply/prune-effect.ts';
import type { PruneSize } from '../../apply/prune-guard.ts';
import { type PolicySummary, policySummaries, withPolicyEffects } from '../given-policies.ts';
import { type PlannedRollout, plannedRollouts } from '../waves.ts';
import { missingPools } from './read-pools.ts';
import { isWritten, type WantedState, wantedState } from './wanted-state.ts';

export interface FolderPlanOptions {
  /** Plan the deletion of the parameters without a file. */
  readonly prune: boolean;
  /** Also check tier, threat protection and destinations. */
  readonly checks: boolean;
}

/** A pool, with its name if it is known. */
export interface NamedPool {
  readonly userPoolId: string;
  readonly userPoolName?: string;
}

/** The difference between a folder and Parameter Store, and its effect on the pools. */
export interface FolderPlan {
  readonly folder: string;
  readonly changes: readonly (FolderChange & { readonly userPoolName?: string })[];
  readonly issues: FolderContent['issues'];
  readonly notRead: FolderContent['notRead'];
  /** Whether the parameters without a file are deleted. False also with `issues`. */
  readonly prune: boolean;
  /** The effect of each deletion. */
  readonly deletions: readonly DeletionEffect[];
  /** How many pools the deletions concern. */
  readonly pruneSize?: PruneSize;
  /** The number of pools whose loss a sweep would put on hold; 0 without a hold. */
  readonly held: number;
  /** The pools that a change of the folder touches. */
  readonly pools: readonly PoolPlan[];
  /** The other pools that were planned, without checks. The service changes them without the folder too. */
  readonly others: readonly PoolPlan[];
  readonly policies: readonly PolicySummary[];
  readonly rollouts: readonly PlannedRollout[];
  /** The changed policies in mode Observe, which own nothing. */
  readonly observing: readonly string[];
  /** The pools of files that do not exist. */
  readonly missing: readonly string[];
  /** The pools without a parameter and without a policy after the change. */
  readonly unmanaged: readonly NamedPool[];
  readonly unchecked: readonly Unchecked[];
  /** The number of pools to plan, also when Ctrl-C ended the plan. */
  readonly total: number;
}

/** A folder, and its difference from Parameter Store. */
export interface ComparedFolder {
  readonly folder: string;
  readonly content: FolderContent;
  readonly found: StoredFleet;
  readonly changes: readonly FolderChange[];
}

/** Compares a folder with Parameter Store. Throws CliError for a folder that is not readable. After Ctrl-C, it is not complete. */
export async function compareWithStored(
  terminal: Terminal,
  service: OpenService,
  folder: string,
  content: FolderContent,
): Promise<ComparedFolder> {
  const found = await readStored(terminal, service);
  return { folder, content, found, changes: compareFolder(content, found, service.settings) };
}

/** Plans all files of a folder together, as if they were written. After Ctrl-C, the plan is not complete. */
export async function planFolder(
  terminal: Terminal,
  service: OpenService,
  { folder, content, found, changes }: ComparedFolder,
  { prune: wantsPrune, checks }: FolderPlanOptions,
): Promise<FolderPlan> {
  const { settings } = service;
  const prune = wantsPrune && content.issues.length === 0;
  const stored = await storedPolicies(service, found.parameters.Policy);
  const wanted = wantedState(changes, stored, prune, settings);
  const known = await readKnownPools(service);
  const { policies } = wanted.given;
  const fleet = await readFleet(service, terminal, policies, {
    parameters: wanted.parameters,
    ...(known.listed && { listed: known.listed }),
  });
  const targets = terminal.interrupted.aborted ? [] : targetsOf(wanted, fleet.targets);
  const planned = await planPools(terminal, service, targets, {
    policies,
    complete: (one) => withPolicyEffects(service, one, stored, wanted.given),
    concerns: (one) => isTouched(one, wanted),
    isNamed: false,
    checks,
    label: 'Planning pools',
  });
  const isPlanned = !terminal.interrupted.aborted;
  const deletes = changes.some((change) => change.step === 'Delete' && isWritten(change, prune));
  const effect =
    deletes && isPlanned
      ? await readPruneEffect(terminal, service, changes, {
          records: fleet.records,
          policies: stored,
          wanted,
        })
      : undefined;
  const pools = withNames(planned.plans, known.names);
  const others = withNames(planned.others, known.names);
  const managed = new Set([
    ...fleet.targets.map(({ userPoolId }) => userPoolId),
    ...wanted.parameters.keys(),
  ]);
  return {
    folder,
    changes: changes.map((change) => withPoolName(change, known.names)),
    issues: content.issues,
    notRead: content.notRead,
    prune,
    deletions: effect?.deletions ?? [],
    ...(effect && { pruneSize: effect.size }),
    held: deletes && fleet.held ? fleet.lost : 0,
    pools,
    others,
    policies: policySummaries(wanted.given, pools),
    // The first wave is only known if all pools were planned.
    rollouts: plannedRollouts(wanted.given, stored, isPlanned ? [...pools, ...others] : undefined),
    observing: observingIn(wanted),
    missing: isPlanned ? await missingPools(terminal, service, changes, known) : [],
    unmanaged: known.listed && isPlanned ? unmanagedIn(known.names, managed) : [],
    unchecked: planned.unchecked,
    total: targets.length,
  };
}

/** Only an edited policy can touch a pool whose parameter does not change. */
function targetsOf(
  { given, changedPools }: WantedState,
  fleet: readonly FleetTarget[],
): readonly FleetTarget[] {
  if (given.files.length > 0) return fleet;
  return fleet.filter(({ userPoolId }) => changedPools.has(userPoolId));
}

/** Whether a change of the folder touches the pool. Of a pool that was not read, it is not known. */
const isTouched = (
  { plan: { userPoolId, step, policyEffects = [] } }: PlannedPool,
  { given, changedPools }: WantedState,
): boolean =>
  changedPools.has(userPoolId) || policyEffects.length > 0 || (given.files.length > 0 && step === 'failed');

const observingIn = ({ given }: WantedState): readonly string[] =>
  given.policies
    .map(({ current }) => current)
    .filter(
      (parsed) =>
        parsed.kind === 'Valid' &&
        parsed.policy.Mode === 'Observe' &&
        given.files.some(({ name }) => name === parsed.name),
    )
    .map(({ name }) => name);

function withPoolName(
  change: FolderChange,
  names: ReadonlyMap<string, string>,
): FolderPlan['changes'][number] {
  const userPoolName = change.kind === 'Pool' ? names.get(change.name) : undefined;
  return userPoolName ? { ...change, userPoolName } : change;
}

const unmanagedIn = (
  names: ReadonlyMap<string, string>,
  managed: ReadonlySet<string>,
): readonly NamedPool[] =>
  [...names]
    .filter(([userPoolId]) => !managed.has(userPoolId))
    .map(([userPoolId, userPoolName]) => ({ userPoolId, userPoolName }))
    .toSorted((a, b) => (a.userPoolId < b.userPoolId ? -1 : 1));
