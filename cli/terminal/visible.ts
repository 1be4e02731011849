import { showInvisibleInLines } from '../../lib/domain/invisible.ts';

/** The escape sequences that `clr` itself writes: bold, dim and colors. Not those that hide text or move the cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences start with one.
const COLOR = /(\x1b\[(?:[012]|22|3\d|4\d|9[0-7]|10[0-7])m)/;

/** Returns the text for a terminal: an invisible character of a name or a value is an escape, such as `\u200b`. */
export const visible = (text: string, hasColors: boolean): string =>
  hasColors
    ? text
        .split(COLOR)
        .map((part, at) => (at % 2 === 1 ? part : showInvisibleInLines(part)))
        .join('')
    : showInvisibleInLines(text);
