import type { StoredParameter } from '../domain/desired.ts';
import type { ListedParameters } from './fleet-policies.ts';
import type { CallContext, DesiredListing } from './ports.ts';

/** Every parameter below the prefix. */
export interface AllParameters extends ListedParameters {
  readonly ignored: number;
  /** The part behind `<prefix>/policies/` of the names that cannot be the name of a policy. */
  readonly misnamedPolicies: readonly string[];
}

/**
 * Lists every parameter below the prefix. `onPools` gets the pools of each page whose parameter owns all event sources and
 * that were not on an earlier page, because a pool can be listed twice.
 */
export async function listParameters(
  parameters: DesiredListing,
  context: CallContext,
  onPools: (userPoolIds: readonly string[]) => Promise<void> = async () => undefined,
): Promise<AllParameters> {
  const withParameter = new Set<string>();
  const inheriting = new Map<string, StoredParameter>();
  const policies = new Map<string, StoredParameter>();
  const misnamedPolicies = new Set<string>();
  let ignored = 0;
  for await (const page of parameters.pages(context)) {
    const added = page.userPoolIds.filter((id) => !withParameter.has(id));
    for (const id of added) withParameter.add(id);
    for (const [id, parameter] of page.inheriting) inheriting.set(id, parameter);
    for (const [name, parameter] of page.policies) policies.set(name, parameter);
    for (const name of page.misnamedPolicies) misnamedPolicies.add(name);
    ignored += page.ignored;
    await onPools(added.filter((id) => !page.inheriting.has(id)));
  }
  return { withParameter, inheriting, policies, ignored, misnamedPolicies: [...misnamedPolicies].toSorted() };
}
