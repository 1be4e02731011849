import pc from 'picocolors';
import { differenceLines } from '../../cli/terminal/difference.ts';
import { table } from '../../cli/terminal/table.ts';
import { visible } from '../../cli/terminal/visible.ts';

const colors = pc.createColors(true);
const ESC = '\u001b';

test('keeps the colors of clr, line feeds and tabs', () => {
  const text = `${colors.bold(colors.red('a'))}\n\t${colors.bgGreen(colors.dim('b'))} ${colors.cyanBright('c')}`;
  expect(visible(text, true)).toBe(text);
});

test.each([
  ['clears the screen', `${ESC}[2J`, '\\u001b[2J'],
  ['moves the cursor', `${ESC}[1A`, '\\u001b[1A'],
  ['hides the text', `${ESC}[8m`, '\\u001b[8m'],
  ['sets the title', `${ESC}]0;x\u0007`, '\\u001b]0;x\\u0007'],
  ['starts with a C1 control character', '\u009b2J', '\\u009b2J'],
  ['returns to the start of the line', 'a\rb', 'a\\u000db'],
  ['reverses the text', '\u202ex', '\\u202ex'],
  ['cannot be seen', 'a\u200bb\u00a0', 'a\\u200bb\\u00a0'],
])('shows a sequence that %s as text', (_, text, shown) => {
  expect(visible(text, true)).toBe(shown);
  expect(visible(text, false)).toBe(shown);
});

test('shows a color as text when colors are off', () => {
  expect(visible(colors.red('a'), false)).toBe('\\u001b[31ma\\u001b[39m');
});

test('shows invisible characters in the cells of a table before it measures them', () => {
  const rows = [
    ['prod\u200bshop', 'InSync'],
    ['a', 'Applied'],
  ];
  const shown = table([{ head: 'NAME' }, { head: 'OUTCOME' }], rows, {
    colors: pc.createColors(false),
    width: 80,
  });
  expect(shown.split('\n').map((line) => line.trimEnd())).toEqual([
    'NAME            OUTCOME',
    'prod\\u200bshop  InSync',
    'a               Applied',
  ]);
});

test('shows invisible characters in a difference', () => {
  const lines = differenceLines([{ path: 'Mode', before: 'a\u00a0', after: 'b\u202e' }], {
    colors: pc.createColors(false),
    width: undefined,
  });
  expect(lines).toEqual(['~ Mode:', '    - "a\\u00a0"', '    + "b\\u202e"']);
});
