import { matchesPattern } from '../../lib/domain/pattern.ts';
import type { Selection } from '../../lib/domain/policy/policy.ts';

/** A pool of the account and Region, with the facts that can select it. */
export interface KnownPool {
  readonly userPoolId: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ProposedSelection {
  readonly select: Selection;
  /** A name for the policy, from the selection; undefined if it selects by IDs. */
  readonly name?: string;
}

/** A shorter prefix would probably select a later pool by accident. */
const MIN_PREFIX = 3;

/**
 * Returns a selection of exactly these pools among all known ones: by a common prefix of their names, by a tag, or else by
 * their IDs.
 */
export function selectionFor(group: readonly KnownPool[], all: readonly KnownPool[]): ProposedSelection {
  const ids = new Set(group.map(({ userPoolId }) => userPoolId));
  const isExact = (matches: (pool: KnownPool) => boolean): boolean =>
    all.every((pool) => matches(pool) === ids.has(pool.userPoolId));
  const prefix = commonPrefix(group.map(({ name }) => name));
  const pattern = `${prefix}*`;
  if (prefix.length >= MIN_PREFIX && isExact(({ name }) => matchesPattern(pattern, name)))
    return { select: { Names: [pattern] }, name: prefix };
  const tag = Object.entries(group[0]?.tags ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .find(
      ([key, value]) =>
        value !== '' &&
        !value.includes('*') &&
        isExact(({ tags }) => Object.hasOwn(tags, key) && tags[key] === value),
    );
  if (tag) return { select: { Tags: { [tag[0]]: [tag[1]] } }, name: `${tag[0]}-${tag[1]}` };
  return { select: { Ids: [...ids].toSorted() } };
}

/** Returns the common prefix up to its last separator. A `*` in a name would be a wildcard. */
function commonPrefix([first = '', ...others]: readonly string[]): string {
  let { length } = first;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const prefix = /^.*[-_./ ]/s.exec(first.slice(0, length))?.[0] ?? '';
  return prefix.includes('*') ? '' : prefix;
}
