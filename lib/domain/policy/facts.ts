import type { ParsedPolicy, PoolFacts } from './policy.ts';
import { needsFacts } from './select.ts';

/** Returns whether both have the same name, tags and tier. */
export const sameFacts = (a: PoolFacts | undefined, b: PoolFacts | undefined): boolean =>
  a?.name === b?.name && a?.tier === b?.tier && sameTags(a?.tags ?? {}, b?.tags ?? {});

export const sameTags = (
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean => {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
  );
};

/** Returns whether a policy selects by tier, or concerns sign-ins, which not every tier can have. */
export const dependsOnTier = (parsed: ParsedPolicy): boolean => {
  const sources =
    parsed.kind === 'Valid'
      ? parsed.policy.LogConfigurations.map(({ EventSource }) => EventSource)
      : (parsed.readable?.sources ?? []);
  const given = parsed.kind === 'Valid' ? parsed.policy : parsed.readable;
  const selectsByTier = given !== undefined && needsFacts({ LogConfigurations: [], ...given }).tiers;
  return selectsByTier || sources.includes('userAuthEvents');
};
