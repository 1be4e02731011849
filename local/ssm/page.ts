import { AwsError } from '../http/answer.ts';
import { pageOf } from '../paging.ts';

/**
 * A page, with `token` ready to be spread into the answer: empty on the last page.
 */
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
