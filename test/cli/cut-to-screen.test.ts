import { cutToScreen } from '../../cli/commands/status/cut-to-screen.ts';

const table = Array.from({ length: 10 }, (_, at) => `row ${at}`);
const text = [...table, '', '10 pools.', 'Last sweep: 2s ago.'].join('\n');

test('keeps a text that fits, and a text without a terminal', () => {
  expect(cutToScreen(text, 14)).toBe(text);
  expect(cutToScreen(text, undefined)).toBe(text);
});

test('cuts the table and keeps the summary', () => {
  expect(cutToScreen(text, 9).split('\n')).toEqual([
    ...table.slice(0, 4),
    '… 6 more lines',
    '',
    '10 pools.',
    'Last sweep: 2s ago.',
  ]);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'is never higher than a screen of %i lines, if that can show a summary',
  (height) => {
    const lines = cutToScreen(text, height).split('\n');
    expect(lines.length).toBeLessThanOrEqual(Math.max(5, height - 1));
  },
);
