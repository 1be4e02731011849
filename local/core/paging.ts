interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * One page of a list that is sorted by its key. The token names the last key given, so that additions and
 * deletions between two pages neither skip nor repeat what stayed. Undefined: the token is none of ours.
 *
 * @param itemsAfter the items whose keys are behind this one, in order; walked no further than needed.
 * @param empty an empty page, if there is anything to come: with a token that leads on, and is not the one
 *   that was sent, for clients take that for a loop.
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
