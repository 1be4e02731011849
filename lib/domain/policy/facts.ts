import type { PoolFacts } from './policy.ts';

/** Returns whether both have the same name, tags and tier. */
export const sameFacts = (a: PoolFacts | undefined, b: PoolFacts | undefined): boolean =>
  a?.name === b?.name && a?.tier === b?.tier && sameTags(a?.tags ?? {}, b?.tags ?? {});

export const sameTags = (
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean => {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
  );
};
