/** Returns a small part of a failing history that still fails: removes chunks, from large to small, while it fails. */
export async function smallest<S>(
  history: readonly S[],
  fails: (part: readonly S[]) => Promise<boolean>,
): Promise<readonly S[]> {
  let kept = history;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const part = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (await fails(part)) kept = part;
      else at += size;
    }
  }
  return kept;
}
