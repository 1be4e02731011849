interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * One page of a list that is sorted by its key. The token names the last key given, so that additions and
 * deletions between two pages neither skip nor repeat what stayed. Undefined: the token is none of ours.
 */
export function pageOf<T>(
  sorted: readonly T[],
  keyOf: (item: T) => string,
  size: number,
  token: string | undefined,
): Page<T> | undefined {
  const after = token === undefined ? undefined : /^after:(.*)$/su.exec(decode(token))?.[1];
  if (token !== undefined && after === undefined) return undefined;
  const start = after === undefined ? 0 : sorted.findIndex((item) => keyOf(item) > after);
  if (start === -1) return { items: [] };
  const items = sorted.slice(start, start + size);
  const last = items.at(-1);
  return start + size < sorted.length && last !== undefined
    ? { items, next: Buffer.from(`after:${keyOf(last)}`).toString('base64url') }
    : { items };
}

function decode(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
