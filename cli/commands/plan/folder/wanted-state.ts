import type { StoredParameter } from '../../../../lib/domain/desired.ts';
import { parsePolicy } from '../../../../lib/domain/policy/parse.ts';
import { policyParameterName } from '../../../../lib/domain/policy/policy.ts';
import { type PolicyVersions, settledPolicy } from '../../../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../../../lib/domain/settings.ts';
import { parameterName } from '../../../../lib/domain/user-pool-id.ts';
import type { FolderChange } from '../../../folder/compare.ts';
import type { GivenPolicies } from '../given-policies.ts';

/** Parameter Store as it would be after all files of a folder were written. */
export interface WantedState {
  /** The policies, and those that a file or a deletion changes. */
  readonly given: GivenPolicies;
  /** The parameters of the pools, by ID. */
  readonly parameters: ReadonlyMap<string, StoredParameter>;
  /** The pools whose own parameter changes. */
  readonly changedPools: ReadonlySet<string>;
}

/** Whether the change writes or deletes the parameter. A parameter without a file is only deleted with `--prune`. */
export const isWritten = ({ step }: FolderChange, prune: boolean): boolean =>
  step === 'Create' || step === 'Update' || (step === 'Delete' && prune);

/**
 * Returns the state after all changes. The parameter of an invalid file stays. A changed policy is planned for all its pools, as if
 * its rollout were completed.
 */
export function wantedState(
  changes: readonly FolderChange[],
  storedPolicies: readonly PolicyVersions[],
  prune: boolean,
  settings: Settings,
): WantedState {
  const written = changes.filter((change) => isWritten(change, prune));
  const policies = written.filter(({ kind }) => kind === 'Policy');
  const changed = new Set(policies.map(({ name }) => name));
  return {
    given: {
      policies: [
        ...storedPolicies.filter(({ name }) => !changed.has(name)),
        ...policies.flatMap((change) => policyOf(change, settings)),
      ],
      files: policies.map(({ name, file, step }) => ({
        name,
        ...(file !== undefined && { file }),
        isNew: step === 'Create',
        ...(step === 'Delete' && { isDeleted: true as const }),
      })),
    },
    parameters: new Map(
      changes
        .filter(({ kind }) => kind === 'Pool')
        .flatMap((change) => {
          const stored = parameterAfter(change, prune, settings);
          return stored === undefined ? [] : [[change.name, stored] as const];
        }),
    ),
    changedPools: new Set(written.filter(({ kind }) => kind === 'Pool').map(({ name }) => name)),
  };
}

function policyOf({ name, wanted }: FolderChange, settings: Settings): readonly PolicyVersions[] {
  if (wanted === undefined) return [];
  const stored = { name: policyParameterName(settings.prefix, name), type: 'String', value: wanted };
  return [settledPolicy(parsePolicy(stored, name, settings))];
}

function parameterAfter(
  change: FolderChange,
  prune: boolean,
  { prefix }: Settings,
): StoredParameter | undefined {
  if (!isWritten(change, prune)) return change.stored;
  const { name, wanted } = change;
  return wanted === undefined
    ? undefined
    : { name: parameterName(prefix, name), type: 'String', value: wanted };
}
