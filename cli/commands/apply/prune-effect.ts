import type { StoredParameter } from '../../../lib/domain/desired.ts';
import { formatOwner } from '../../../lib/domain/policy/owner.ts';
import type { PoolFacts } from '../../../lib/domain/policy/policy.ts';
import { isManagedRecord } from '../../../lib/domain/record.ts';
import { type PolicyVersions, settledPolicy } from '../../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import type { RecordSummary } from '../../../lib/reconcile/ports.ts';
import {
  type DeletionFleet,
  poolDeletionEffect,
  readDeletionFacts,
  recordsById,
} from '../../deletions/pool-effect.ts';
import type { FolderChange } from '../../folder/compare.ts';
import { KINDS } from '../../folder/layout.ts';
import { deletionEffect } from '../../policies/deletion-effect.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { WantedState } from '../plan/folder/wanted-state.ts';
import { consequence as policyConsequence } from '../policy/delete.ts';
import { deletionsOf } from './order.ts';
import type { PruneSize } from './prune-guard.ts';

/** The effect of the deletion of one parameter on its pools. */
export interface DeletionEffect {
  readonly change: FolderChange;
  /** What happens to the pools, as sentences. */
  readonly text: string;
  /** The policies that take over an event source. The deletion opens a gap while one of them does not apply yet. */
  readonly takers: readonly string[];
  readonly userPoolIds: readonly string[];
}

export interface PruneEffect {
  readonly deletions: readonly DeletionEffect[];
  readonly size: PruneSize;
}

/** The fleet before the deletions, and Parameter Store after all changes of the folder. */
export interface PruneInput {
  readonly records: readonly RecordSummary[];
  /** The policies in Parameter Store now. */
  readonly policies: readonly PolicyVersions[];
  readonly wanted: WantedState;
}

interface Fleet extends PruneInput {
  /** The facts of pools, if policies depend on them. */
  readonly facts: ReadonlyMap<string, PoolFacts>;
  readonly settings: Settings;
}

/** Reads the facts of the pools that policies depend on, and returns the effect of the deletions. */
export async function readPruneEffect(
  terminal: Terminal,
  service: OpenService,
  changes: readonly FolderChange[],
  input: PruneInput,
): Promise<PruneEffect> {
  const deleted = changes.filter(({ kind, step }) => kind === 'Pool' && step === 'Delete');
  const facts = await readDeletionFacts(
    terminal,
    service,
    deleted.map(({ name }) => name),
    { records: recordsById(input.records), policies: settledPolicies(input.wanted) },
  );
  return pruneEffect(changes, { ...input, settings: service.settings, facts });
}

/** Returns the effect of the deletions after all files were written. */
export function pruneEffect(changes: readonly FolderChange[], fleet: Fleet): PruneEffect {
  const after = { parameters: fleet.wanted.parameters, policies: settledPolicies(fleet.wanted) };
  const records = recordsById(fleet.records);
  const deletions = deletionsOf(changes).map((change) =>
    change.kind === 'Pool' ? poolEffect(change, after, records, fleet) : policyEffect(change, after, fleet),
  );
  return { deletions, size: sizeOf(changes, deletions, fleet) };
}

function sizeOf(
  changes: readonly FolderChange[],
  deletions: readonly DeletionEffect[],
  { records }: Fleet,
): PruneSize {
  const managed = new Set(records.filter(isManagedRecord).map((record) => record.UserPoolId));
  for (const { kind, name, stored } of changes) if (kind === 'Pool' && stored) managed.add(name);
  return {
    pools: new Set(deletions.flatMap(({ userPoolIds }) => userPoolIds)).size,
    managed: managed.size,
    ofPolicies: deletions
      .filter(({ change }) => change.kind === 'Policy')
      .map(({ userPoolIds }) => userPoolIds.length),
    lostKinds: KINDS.filter((kind) => {
      const ofKind = changes.filter((change) => change.kind === kind);
      const stored = ofKind.filter((change) => change.stored !== undefined);
      const isWhole = stored.length > 0 && stored.every(({ step }) => step === 'Delete');
      // One parameter under another name can be a rename.
      return isWhole && (stored.length === ofKind.length || stored.length > 1);
    }),
  };
}

interface After {
  /** The parameters of the pools, without the deleted ones. */
  readonly parameters: ReadonlyMap<string, StoredParameter>;
  /** The policies as they apply when their rollouts are completed, without the deleted ones. */
  readonly policies: readonly PolicyVersions[];
}

const settledPolicies = ({ given }: WantedState): readonly PolicyVersions[] =>
  given.policies.map(({ current }) => settledPolicy(current));

function poolEffect(
  change: FolderChange,
  { policies }: After,
  records: DeletionFleet['records'],
  { facts, settings }: Fleet,
): DeletionEffect {
  const { name: userPoolId, stored } = change;
  const effect = poolDeletionEffect(userPoolId, stored, { records, policies, facts }, settings);
  return { change, ...effect, userPoolIds: [userPoolId] };
}

function policyEffect(
  change: FolderChange,
  after: After,
  { records, policies, settings }: Fleet,
): DeletionEffect {
  const { name, stored } = change;
  const versions = [...after.policies, ...policies.filter((one) => one.name === name)];
  const effect = deletionEffect(name, { ...after, records, policies: versions, settings });
  const isTaker = (policy: string): boolean =>
    effect.takenOver.has(formatOwner({ Kind: 'Policy', Name: policy, Precedence: 'Default', Priority: 0 }));
  return {
    change,
    text: stored ? policyConsequence({ settings }, name, stored, effect) : '',
    takers: after.policies.map((one) => one.name).filter(isTaker),
    userPoolIds: effect.pools,
  };
}
