import type { ServiceOptions } from '../service/options.ts';
import { visible } from '../terminal/visible.ts';
import { withSelection } from '../terminal/with-selection.ts';
import { wrapText } from '../terminal/wrap.ts';
import type { ErrorDescription } from './describe-error.ts';

const PROGRAM = 'clr: ';

/** Returns the lines that an error prints: the problem, and indented the next step. `width`: the columns of the terminal. */
export function errorText(
  { message, hint }: Pick<ErrorDescription, 'message' | 'hint'>,
  selection: ServiceOptions,
  width: number | undefined,
): string {
  const problem = wrapText(`${PROGRAM}${visible(message, false)}`, width, PROGRAM.length);
  return `${problem}\n${wrapText(`  ${visible(withSelection(hint, selection), false)}`, width)}\n`;
}
