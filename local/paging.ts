interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * One page of a list that is sorted by its key. The token names the last key given, so that additions and
 * deletions between two pages neither skip nor repeat what stayed. Undefined: the token is none of ours.
 *
 * @param itemsAfter the items whose keys are behind this one, in order; walked no further than needed.
 */
export function pageOf<T>(
  itemsAfter: (key: string | undefined) => Iterable<T>,
  keyOf: (item: T) => string,
  size: number,
  token: string | undefined,
): Page<T> | undefined {
  const after = token === undefined ? undefined : /^after:(.*)$/su.exec(decode(token))?.[1];
  if (token !== undefined && after === undefined) return undefined;
  const items: T[] = [];
  for (const item of itemsAfter(after)) {
    const last = items.at(-1);
    if (items.length === size && last !== undefined) return { items, next: encode(keyOf(last)) };
    items.push(item);
  }
  return { items };
}

function encode(key: string): string {
  return Buffer.from(`after:${key}`).toString('base64url');
}

function decode(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
