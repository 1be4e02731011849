import type { Place } from '../validation-issue.ts';

/** Removes the byte order mark that Windows PowerShell 5.1 and some editors write before the text. */
export const withoutByteOrderMark = (text: string): string =>
  text.startsWith('\ufeff') ? text.slice(1) : text;

/** Returns whether a text starts like a block or an attribute of Terraform. */
export const isTerraform = (text: string): boolean =>
  /^\s*(?:(?:resource|data|module)\s+"|[a-z_]+\s*[={])/.test(text);

/** Returns a function that converts an offset in the text to its place. */
export function placesIn(text: string): (offset: number) => Place {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let line = 0;
    for (let step = 2 ** Math.floor(Math.log2(starts.length)); step >= 1; step /= 2)
      if ((starts[line + step] ?? Number.POSITIVE_INFINITY) <= offset) line += step;
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}
