/**
 * Characters that a reader cannot see, or that change how the text beside them is shown: control and format
 * characters (zero-width characters, byte order mark, text direction, tags), spaces other than the ordinary one,
 * line separators, fillers, private and unassigned characters, and single surrogates.
 */
const INVISIBLE = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Returns the text with each invisible character as a JSON escape: `\u200b`. */
export const showInvisible = (text: string): string => text.replaceAll(INVISIBLE, escaped);

/** Like `showInvisible`, but keeps line feeds and tabs: for text of several lines. */
export const showInvisibleInLines = (text: string): string =>
  text.replaceAll(INVISIBLE, (character) =>
    character === '\n' || character === '\t' ? character : escaped(character),
  );

/** A character outside the Basic Multilingual Plane has two escapes, as in JSON. */
const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

const NAMES: Readonly<Record<string, string>> = {
  '\u0000': 'null character',
  '\t': 'tab',
  '\n': 'line feed',
  '\r': 'carriage return',
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero-width space',
  '\u2028': 'line separator',
  '\u2029': 'paragraph separator',
  '\u2060': 'word joiner',
  '\u202f': 'narrow no-break space',
  '\u3000': 'ideographic space',
  '\ufeff': 'byte order mark',
};

/** Returns the name of an invisible character, `U+00A0 (no-break space)`; undefined for a visible one. */
export function nameOfInvisible(character: string): string | undefined {
  if (showInvisible(character) === character) return undefined;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} (${NAMES[character] ?? 'invisible character'})`;
}
