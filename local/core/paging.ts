interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * Returns one page of a list that is sorted by key. The token contains the last key of the page, so items
 * that are added or deleted between two pages cause no gap and no repetition. Returns undefined for an
 * invalid token.
 *
 * @param itemsAfter returns the items after this key, in order. It is read only as far as needed.
 * @param empty returns an empty page if more items follow. Its token differs from the one that was sent,
 * because clients report an unchanged token as a loop.
 */
export function pageOf<T>(
  itemsAfter: (key: string | undefined) => Iterable<T>,
  keyOf: (item: T) => string,
  size: number,
  token: string | undefined,
  empty = false,
): Page<T> | undefined {
  const [, turns = '0', after] =
    token === undefined ? [] : (/^(\d{1,9}) after:(.*)$/su.exec(decode(token)) ?? []);
  if (token !== undefined && after === undefined) return undefined;
  const items: T[] = [];
  for (const item of itemsAfter(after)) {
    if (empty) return { items, next: encode(Number(turns) + 1, after ?? '') };
    const last = items.at(-1);
    if (items.length === size && last !== undefined) return { items, next: encode(0, keyOf(last)) };
    items.push(item);
  }
  return { items };
}

function encode(turns: number, key: string): string {
  return Buffer.from(`${turns} after:${key}`).toString('base64url');
}

function decode(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
