import { normalized } from '../log-configuration.ts';
import type { Criteria, ParsedPolicy, Policy, Selection } from '../policy/policy.ts';

/** The value of a policy parameter, and its version. Parameter Store counts from 1 again if the parameter is created again. */
export interface PolicyText {
  readonly Text: string;
  readonly Version?: number;
}

/** Returns whether two policies are valid and have the same content. The description and the order of lists are not part of it. */
export const sameContent = (a: ParsedPolicy | undefined, b: ParsedPolicy | undefined): boolean =>
  a?.kind === 'Valid' && b?.kind === 'Valid' && contentOf(a.policy) === contentOf(b.policy);

function contentOf({ Description: _description, ...policy }: Policy): string {
  const { Select, LogConfigurations } = policy;
  return JSON.stringify({
    ...policy,
    Select: sortedSelection(Select),
    LogConfigurations: normalized(LogConfigurations),
  });
}

const sortedSelection = ({ Exclude, ...criteria }: Selection): Selection => ({
  ...sortedCriteria(criteria),
  ...(Exclude && { Exclude: sortedCriteria(Exclude) }),
});

const sortedCriteria = ({ Ids, Names, Tags, Tiers }: Criteria): Criteria => ({
  ...(Ids && { Ids: Ids.toSorted() }),
  ...(Names && { Names: Names.toSorted() }),
  ...(Tags && { Tags: Object.fromEntries(tagsOf(Tags)) }),
  ...(Tiers && { Tiers: Tiers.toSorted() }),
});

const tagsOf = (tags: NonNullable<Criteria['Tags']>): readonly [string, readonly string[]][] =>
  Object.entries(tags)
    .map(([key, values]): [string, readonly string[]] => [key, values.toSorted()])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
