import { showInvisible } from '../../lib/domain/invisible.ts';

/** A longer name or path is shortened. */
const MAX_CODE_LENGTH = 300;

/**
 * Returns a text as inline code. GitHub does not interpret it: not as Markdown, as HTML, as the mention of a team or as the number of an
 * issue. The name of a pool can contain each of them.
 */
export function inlineCode(text: string): string {
  const plain = showInvisible(text);
  const shown = plain.length <= MAX_CODE_LENGTH ? plain : `${plain.slice(0, MAX_CODE_LENGTH)}…`;
  const fence = fenceFor(shown, 1);
  // A space at both ends is removed again. Without it, a backtick at an end would belong to the fence.
  const space = /^[` ]|[` ]$/.test(shown) || shown === '' ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Returns lines as a block of code, which GitHub does not interpret either. */
export function codeBlock(lines: readonly string[], language: string): string {
  const text = lines.join('\n');
  const fence = fenceFor(text, 3);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Returns more backticks than the text contains in a row. */
function fenceFor(text: string, minimum: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(minimum, longest + 1));
}

/** Returns a section that is closed at first. Its title must not contain a name: GitHub does not read Markdown there. */
export const details = (title: string, content: string): string =>
  `<details>\n<summary>${title}</summary>\n\n${content}\n\n</details>`;

/** A part of a document that is shown as a whole or left out, and the number of items in it. */
export interface Part {
  readonly lines: readonly string[];
  readonly items: number;
}

export interface FittingParts {
  readonly lines: readonly string[];
  /** The number of items that are left out. */
  readonly left: number;
  /** The number of characters of the lines. */
  readonly length: number;
}

/** Returns the first parts that fit in a number of characters. */
export function fitParts(parts: readonly Part[], budget: number): FittingParts {
  const lines: string[] = [];
  let length = 0;
  let left = 0;
  for (const part of parts) {
    const size = part.lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (left > 0 || length + size > budget) left += part.items;
    else {
      lines.push(...part.lines);
      length += size;
    }
  }
  return { lines, left, length };
}
