import { matchesPattern } from '../pattern.ts';
import { macrosIn } from './macros.ts';
import type { Criteria, Policy, PoolFacts, Selection } from './policy.ts';

/** `Unknown`: the answer depends on facts about the pool that are missing. */
export type Selected = 'Selected' | 'NotSelected' | 'Unknown';

/** Returns whether a policy selects a pool. `facts` is undefined if nothing but the ID is known. */
export function selects(select: Selection, userPoolId: string, facts: PoolFacts | undefined): Selected {
  const included = everyMatches(criteria(select, userPoolId, facts));
  const excluded = someMatches(criteria(select.Exclude ?? {}, userPoolId, facts));
  if (included === 'No' || excluded === 'Yes') return 'NotSelected';
  return included === 'Unknown' || excluded === 'Unknown' ? 'Unknown' : 'Selected';
}

type Match = 'Yes' | 'No' | 'Unknown';

const matchIf = (matches: boolean): Match => (matches ? 'Yes' : 'No');

/** Returns the result of each criterion that is given. Each tag key is a criterion. */
function criteria(
  { Ids, Names, Tags, Tiers }: Criteria,
  userPoolId: string,
  facts: PoolFacts | undefined,
): readonly Match[] {
  const tier = facts?.tier;
  return [
    ...(Ids ? [matchIf(Ids.includes(userPoolId))] : []),
    ...(Names ? [facts ? matchIf(matchesOne(Names, facts.name)) : 'Unknown'] : []),
    ...Object.entries(Tags ?? {}).map(([key, values]): Match => {
      if (facts === undefined) return 'Unknown';
      const value = Object.hasOwn(facts.tags, key) ? facts.tags[key] : undefined;
      return matchIf(value !== undefined && matchesOne(values, value));
    }),
    ...(Tiers ? [tier === undefined ? 'Unknown' : matchIf(Tiers.some((one) => one === tier))] : []),
  ];
}

const matchesOne = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesPattern(pattern, text));

function everyMatches(matches: readonly Match[]): Match {
  if (matches.includes('No')) return 'No';
  return matches.includes('Unknown') ? 'Unknown' : 'Yes';
}

function someMatches(matches: readonly Match[]): Match {
  if (matches.includes('Yes')) return 'Yes';
  return matches.includes('Unknown') ? 'Unknown' : 'No';
}

/** The facts about pools that a policy depends on. */
export interface NeededFacts {
  readonly names: boolean;
  readonly tags: boolean;
  readonly tiers: boolean;
}

/** Returns the facts that the selection and the macros of a policy need. */
export function needsFacts({
  Select,
  LogConfigurations,
}: Pick<Policy, 'Select' | 'LogConfigurations'>): NeededFacts {
  const given = [Select, Select.Exclude ?? {}];
  return {
    names:
      given.some(({ Names }) => Names !== undefined) ||
      LogConfigurations.some((entry) => macrosIn(entry).has('userPoolName')),
    tags: given.some(({ Tags }) => Object.keys(Tags ?? {}).length > 0),
    tiers: given.some(({ Tiers }) => Tiers !== undefined),
  };
}
