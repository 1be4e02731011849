import { recordedOwners } from '../../../lib/domain/decide/sources/source-records.ts';
import type { ParsedPolicy } from '../../../lib/domain/policy/policy.ts';
import { type PolicyVersions, policiesFor, settledPolicy } from '../../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { factsOf, selectByFacts } from '../../../lib/reconcile/policy-inputs.ts';
import { CliError } from '../../errors/cli-error.ts';
import {
  countEffects,
  EFFECTS,
  type Effect,
  type EffectCounts,
  policyEffects,
} from '../../policies/policy-effects.ts';
import { readPolicyFile } from '../../policies/policy-file.ts';
import type { PlannedPool } from '../../pools/plan-pool.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** The policies of a plan: the stored ones, with those of the files in their place. */
export interface GivenPolicies {
  readonly policies: readonly PolicyVersions[];
  readonly files: readonly {
    readonly name: string;
    /** Undefined for a policy without a file, in the plan of a folder with `--prune`. */
    readonly file?: string;
    readonly isNew: boolean;
    readonly isDeleted?: true;
  }[];
}

/** Reads the policies in files. Throws CliError for one that is not valid. */
export async function readGivenPolicies(
  terminal: Terminal,
  settings: Settings,
  stored: readonly PolicyVersions[],
  files: readonly string[],
): Promise<GivenPolicies> {
  const given = new Map<string, { readonly file: string; readonly parsed: ParsedPolicy }>();
  for (const file of files) {
    const parsed = await readPolicyFile(terminal, file, settings);
    const other = given.get(parsed.name);
    if (other)
      throw new CliError(
        `${other.file} and ${file} contain the same policy "${parsed.name}".`,
        'Specify each policy once.',
      );
    given.set(parsed.name, { file, parsed });
    if (parsed.policy.Mode === 'Observe')
      terminal.info(
        `Policy "${parsed.name}" is in mode Observe and owns nothing. To plan what it would change, set Mode to Enforce in the file.`,
      );
  }
  const kept = stored.filter(({ name }) => !given.has(name));
  return {
    policies: [...kept, ...[...given.values()].map(({ parsed }) => settledPolicy(parsed))],
    files: [...given].map(([name, { file }]) => ({
      name,
      file,
      isNew: !stored.some((one) => one.name === name),
    })),
  };
}

/** Adds what the policies in files change for the pool, compared with the stored policies. */
export async function withPolicyEffects(
  { descriptions, context, settings }: Pick<OpenService, 'descriptions' | 'context' | 'settings'>,
  planned: PlannedPool,
  stored: readonly PolicyVersions[],
  { policies, files }: GivenPolicies,
): Promise<PlannedPool> {
  const { plan, situation } = planned;
  if (situation === undefined || files.length === 0) return planned;
  const { userPoolId, desired, recorded } = situation;
  // The file may select by IDs what the stored version selects by tags.
  const inForce = (versions: readonly PolicyVersions[]) =>
    policiesFor(versions, { userPoolId, recorded }, settings);
  const before = inForce(stored);
  const facts =
    situation.policies?.facts ??
    (selectByFacts(before) ? factsOf(await descriptions.read(userPoolId, context)) : undefined);
  const effects = policyEffects(
    { userPoolId, desired, policies: before, facts, recorded: recordedOwners(recorded), settings },
    inForce(policies),
    files.map(({ name }) => name),
  );
  return effects.length === 0 ? planned : { ...planned, plan: { ...plan, policyEffects: effects } };
}

export type PolicySummary = GivenPolicies['files'][number] & { readonly pools: EffectCounts };

/** Counts the pools for which each policy in a file changes something. */
export const policySummaries = (
  { files }: GivenPolicies,
  plans: readonly PoolPlan[],
): readonly PolicySummary[] => files.map((file) => ({ ...file, pools: countEffects(plans, file.name) }));

export const EFFECT_TEXTS: Readonly<Record<Effect, string>> = {
  added: 'added',
  changed: 'changed',
  leaving: 'leaving',
  frozen: 'frozen by mode Observe',
  conflict: 'in conflict',
  rejected: 'rejected',
  uncovered: 'uncovered, because of the tier',
};

/** Returns for example `Policy "prod" (new): 3 pools added, 1 in conflict.` */
export function policyLine({ name, isNew, isDeleted, pools }: PolicySummary): string {
  const counted = EFFECTS.filter((effect) => pools[effect] > 0).map(
    (effect) => `${pools[effect]} ${EFFECT_TEXTS[effect]}`,
  );
  const text =
    counted.length === 0 ? 'no pool changes its owner or its entry' : `pools: ${counted.join(', ')}`;
  return `Policy "${name}" (${isDeleted ? 'deleted' : isNew ? 'new' : 'edited'}): ${text}.`;
}
