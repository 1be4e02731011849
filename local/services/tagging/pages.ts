import { AwsError } from '../../core/aws-error.ts';
import { pageOf } from '../../core/paging.ts';
import type { TaggedResource } from '../../core/tagged-resources.ts';

interface PageRequest {
  /** Milliseconds. */
  readonly now: number;
  /** Missing or empty for the first page. */
  readonly token: string | undefined;
  readonly length: number | undefined;
  readonly isEmpty: boolean;
}

/** The page length of a request without ResourcesPerPage is [unverified]; getmoto/moto uses 50. */
const DEFAULT_LENGTH = 50;

/** "A PaginationToken is valid for a maximum of 15 minutes" (API documentation). */
const TOKEN_LIFETIME_MS = 15 * 60_000;

/** Returns one page and the token of the next one, which is an empty text on the last page. */
export function readPage(
  resourcesAfter: (arn: string | undefined) => Iterable<TaggedResource>,
  { now, token, length = DEFAULT_LENGTH, isEmpty }: PageRequest,
): { readonly resources: readonly TaggedResource[]; readonly token: string } {
  const position = token ? positionIn(token, now) : undefined;
  const page = pageOf(resourcesAfter, ({ arn }) => arn, length, position, isEmpty);
  if (page === undefined) throw invalidToken();
  const { items: resources, next } = page;
  return { resources, token: next === undefined ? '' : `${Math.floor(now)}.${next}` };
}

/** A token contains the time at which it was created, and the position. */
function positionIn(token: string, now: number): string {
  const [, createdAt, position] = /^(\d{1,16})\.(.+)$/.exec(token) ?? [];
  if (position === undefined) throw invalidToken();
  if (now - Number(createdAt) > TOKEN_LIFETIME_MS)
    throw new AwsError('PaginationTokenExpiredException', 'The PaginationToken has expired.');
  return position;
}

/** The name and the text are [unverified]. */
const invalidToken = () => new AwsError('InvalidParameterException', 'The PaginationToken is not valid.');
