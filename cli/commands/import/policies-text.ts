import { formatSample } from '../../terminal/text.ts';

/** Returns `the policy "prod" selects`, `the policies "a", "b" select`. */
export const policiesText = (names: readonly string[]): string =>
  names.length === 1 ? `the policy "${names[0]}" selects` : `the policies ${quotedNames(names)} select`;

/** Returns the first names in quotation marks: `"a", "b" and 7 more`. */
export const quotedNames = (names: readonly string[]): string =>
  formatSample(
    names.map((name) => `"${name}"`),
    names.length,
  );

/** Why a pool is left out. */
export const leftText = (names: readonly string[]): string => {
  const text = policiesText(names);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} the pool.`;
};

/** Why the parameter of a pool contains `Inherit`. */
export const inheritText = (names: readonly string[]): string =>
  `${leftText(names)} The parameter leaves an event source to policies ("Inherit": true).`;
