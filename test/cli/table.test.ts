import pc from 'picocolors';
import { table } from '../../cli/terminal/table.ts';
import { wrapText } from '../../cli/terminal/text.ts';
import { widest } from './support/golden.ts';

const colors = pc.createColors(true);
const COLUMNS = [{ head: 'POOL' }, { head: 'OUTCOME' }, { head: 'REASON', wraps: true }];
const row = (at: number): readonly string[] => [
  `eu-west-1_pool${at}`,
  colors.red('Rejected'),
  at % 3 === 0 ? 'LogConfigurations[0].LogLevel: found "INFO"; expected "ERROR", the one level there is' : '',
];
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at));

test('a long table has the same column widths in every row', () => {
  const lines = table(COLUMNS, rows(250), { width: 120, colors: pc.createColors(false) }).split('\n');
  const at = lines[0]?.indexOf('REASON');
  expect(lines).toHaveLength(1 + 250);
  expect(lines[1]?.indexOf('LogConfigurations')).toBe(lines[250]?.indexOf('LogConfigurations'));
  expect(lines.filter((line) => line.includes('POOL'))).toHaveLength(1);
  expect(at).toBeGreaterThan(0);
});

test.each([70, 100])('no line of a table is longer than %d columns', (width) => {
  expect(widest(table(COLUMNS, rows(250), { width, colors }))).toBeLessThanOrEqual(width);
});

test.each([0, -3, 1])('wraps text at word boundaries when the width is %d columns', (width) => {
  expect(wrapText('a bc', width)).toBe('a\nb\nc');
});

test('the time to render a table grows linearly with the number of rows', () => {
  const drawn = (count: number): number => {
    const begun = performance.now();
    table(COLUMNS, rows(count), { width: 120, colors });
    return performance.now() - begun;
  };
  drawn(500);
  const small = Math.min(drawn(1_000), drawn(1_000), drawn(1_000));
  // For ten times the rows, quadratic growth would take a hundred times as long.
  expect(drawn(10_000) / small).toBeLessThan(40);
});
