import { recordedOwners } from '../../lib/domain/decide/sources/source-records.ts';
import type { Desired } from '../../lib/domain/desired.ts';
import type { EventSource } from '../../lib/domain/log-configuration.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { formatOwner } from '../../lib/domain/policy/owner.ts';
import type { ParsedPolicy, PoolFacts } from '../../lib/domain/policy/policy.ts';
import { resolveOwners, type SourceOwner, type SourceResolution } from '../../lib/domain/policy/resolve.ts';
import type { RecordedOwners } from '../../lib/domain/record.ts';
import { policiesFor } from '../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { AwsCallError } from '../../lib/reconcile/errors.ts';
import { factsOf, writeByFacts } from '../../lib/reconcile/policy-inputs.ts';
import { describeError } from '../errors/describe-error.ts';
import type { ParameterVersion } from '../parameters/parameter-store.ts';
import { storedPolicies } from '../policies/stored-policies.ts';
import type { OpenService } from '../service/open-service.ts';

/** Reads the policies and says what happens to the pool after its parameter was deleted. */
export async function readConsequence(
  service: OpenService,
  userPoolId: string,
  before: ParameterVersion,
): Promise<string> {
  const { settings } = service;
  const desired = parseParameter(before, userPoolId, settings);
  try {
    const versions = await storedPolicies(service);
    const recorded = await service.records.read(userPoolId);
    const policies = policiesFor(versions, { userPoolId, recorded }, settings);
    const facts = await readFacts(service, userPoolId, policies, recorded);
    return consequence({ userPoolId, desired, policies, recorded, facts, settings });
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    const alone = { userPoolId, desired, policies: [], recorded: undefined, facts: undefined, settings };
    return `${consequence(alone)} It is not known whether a policy takes over: ${describeError(error).message}`;
  }
}

/**
 * Returns the current facts of the pool on which the policies depend. Without the permission to read the pool, the
 * recorded facts are used.
 */
export async function readFacts(
  { descriptions, context }: Pick<OpenService, 'descriptions' | 'context'>,
  userPoolId: string,
  policies: readonly ParsedPolicy[],
  recorded: { readonly Facts?: PoolFacts } | undefined,
): Promise<PoolFacts | undefined> {
  if (!writeByFacts(policies)) return recorded?.Facts;
  try {
    return factsOf(await descriptions.read(userPoolId, context));
  } catch (error) {
    if (error instanceof AwsCallError) return recorded?.Facts;
    throw error;
  }
}

interface Deletion {
  readonly userPoolId: string;
  readonly desired: Desired;
  readonly policies: readonly ParsedPolicy[];
  readonly recorded: RecordedOwners | undefined;
  readonly facts: PoolFacts | undefined;
  readonly settings: Settings;
}

/** Returns the event sources that the parameter owns, with their owners after its deletion, and the number of all. */
function ownedSources({ desired, recorded, ...pool }: Deletion): {
  readonly own: readonly SourceResolution[];
  readonly total: number;
} {
  const inputs = { ...pool, recorded: recordedOwners(recorded) };
  const before = resolveOwners({ ...inputs, desired });
  const after = resolveOwners({ ...inputs, desired: { kind: 'Absent' } });
  const own = after.filter(({ source }) =>
    before.some((one) => one.source === source && isOfParameter(one.winner)),
  );
  return { own, total: after.length };
}

/** Returns the names of the policies that take over an event source of the parameter. */
export const takersOf = (deletion: Deletion): readonly string[] => [
  ...new Set(
    ownedSources(deletion).own.flatMap(({ winner }) =>
      winner.kind !== 'Free' && winner.owner.Kind === 'Policy' ? [winner.owner.Name] : [],
    ),
  ),
];

/** Says for each event source of the parameter which policy takes over, or what happens without one. */
export function consequence(deletion: Deletion): string {
  const { desired, settings } = deletion;
  const { own, total } = ownedSources(deletion);
  const free = own.filter(({ winner }) => winner.kind === 'Free').map(({ source }) => source);
  const taken = new Map<string, EventSource[]>();
  for (const { source, winner } of own) {
    const by = takesOver(winner);
    if (by !== undefined) taken.set(by, [...(taken.get(by) ?? []), source]);
  }
  const grace = `${settings.clearGraceSeconds} s`;
  const clears =
    desired.kind === 'Valid' && desired.state.OnDelete === 'Clear' && desired.state.Mode === 'Enforce';
  const isWhole = free.length === total;
  const names = isWhole ? "the pool's log delivery" : free.join(' and ');
  const end = clears
    ? `OnDelete is Clear: the first sweep after ${grace} turns off ${names}.`
    : isWhole
      ? "The pool's log delivery is left unchanged and is no longer managed."
      : `${names} is left unchanged and is no longer managed.`;
  return [
    ...[...taken].map(
      ([by, sources]) =>
        `After the grace period of ${grace}, ${sources.join(' and ')} ${sources.length === 1 ? 'is' : 'are'} ${by}`,
    ),
    ...(free.length > 0 ? [end] : []),
    ...(own.length === 0 ? ['Policies own all event sources of the pool, so it does not change.'] : []),
  ].join(' ');
}

const isOfParameter = (winner: SourceOwner): boolean =>
  winner.kind !== 'Free' && winner.owner.Kind === 'Parameter';

/** Returns the text about the layer that takes over. */
function takesOver(winner: SourceOwner): string | undefined {
  if (winner.kind === 'Free') return undefined;
  if (winner.kind !== 'Rejected') return `taken over by ${formatOwner(winner.owner)}.`;
  const reasons = winner.issues.map(formatIssue).join(' ');
  return `left unchanged, because ${formatOwner(winner.owner)} is rejected: ${reasons}`;
}
