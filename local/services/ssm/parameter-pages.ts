import { AwsError } from '../../core/aws-error.ts';
import { pageOf } from '../../core/paging.ts';
import type { History, SsmStore, Version } from './parameters.ts';

/** Returns one page. `token` can be spread into the response: it is empty on the last page. */
export function parameterPage<T>(
  itemsAfter: (key: string | undefined) => Iterable<T>,
  keyOf: (item: T) => string,
  size: number,
  nextToken: string | undefined,
  empty = false,
): { readonly items: readonly T[]; readonly token: { readonly NextToken?: string } } {
  const page = pageOf(itemsAfter, keyOf, size, nextToken, empty);
  if (page === undefined) throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
  return { items: page.items, token: page.next === undefined ? {} : { NextToken: page.next } };
}

/**
 * Returns the versions that match, after a name: the items of a page.
 *
 * @param choose returns the version of a parameter that counts, or undefined if none does.
 */
export function matchingVersions(
  store: SsmStore,
  choose: (history: History) => Version | undefined,
  fits: (version: Version) => boolean,
) {
  return function* (after: string | undefined): Generator<Version> {
    for (const history of store.seen.values(after)) {
      const version = choose(history);
      if (version !== undefined && fits(version)) yield version;
    }
  };
}

/** Whether a parameter's name is below the path: at any depth, or directly below it. */
export function isBelow(path: string, name: string, recursive: boolean): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`;
  if (folder === '/' && !name.startsWith('/')) return recursive || !name.includes('/');
  return name.startsWith(folder) && (recursive || !name.slice(folder.length).includes('/'));
}
