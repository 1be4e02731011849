import fc from 'fast-check';
import pc from 'picocolors';
import { findingText } from '../../cli/commands/doctor/render.ts';
import { historyText } from '../../cli/commands/history/render.ts';
import { importText } from '../../cli/commands/import/render.ts';
import { planText } from '../../cli/commands/plan/render.ts';
import { statusText } from '../../cli/commands/status/render.ts';
import { syncText } from '../../cli/commands/sync/render.ts';
import { differenceLines } from '../../cli/terminal/difference.ts';
import { table } from '../../cli/terminal/table.ts';
import { terminalWidth } from '../../cli/terminal/terminal.ts';
import { visible } from '../../cli/terminal/visible.ts';
import { wrapText } from '../../cli/terminal/wrap.ts';
import { cases } from '../support/random-cases.ts';
import { widest } from './support/golden.ts';

const colors = pc.createColors(true);
const plain = pc.createColors(false);
const COLUMNS = [{ head: 'POOL' }, { head: 'OUTCOME' }, { head: 'REASON', wraps: true }];
const row = (at: number): readonly string[] => [
  `eu-west-1_pool${at}`,
  colors.red('Rejected'),
  at % 3 === 0 ? 'LogConfigurations[0].LogLevel: found "INFO"; expected "ERROR", the one level there is' : '',
];
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at));

test('a long table has the same column widths in every row', () => {
  const lines = table(COLUMNS, rows(250), { width: 120, colors: plain }).split('\n');
  const at = lines[0]?.indexOf('REASON');
  expect(lines).toHaveLength(1 + 250);
  expect(lines[1]?.indexOf('LogConfigurations')).toBe(lines[250]?.indexOf('LogConfigurations'));
  expect(lines.filter((line) => line.includes('POOL'))).toHaveLength(1);
  expect(at).toBeGreaterThan(0);
});

/** The text without spaces and escape sequences, which is the same at every width. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences start with one.
const contentOf = (text: string): string => text.replaceAll(/\x1b\[[0-9;]*m|\s/g, '');

const WIDTHS = Array.from({ length: 201 }, (_, width) => width);
/** The narrowest text, indented twice. Lines of narrower terminals are this long. */
const NARROWEST = 28;
const INDENT = 4;
const LONGEST_WORD = 'LogConfigurations[0].LogLevel:'.length;

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    '-',
    'InSync',
    'eu-west-1_aBcDeFgHi',
    colors.red('Rejected'),
    'two\nlines',
    '日本語のプール',
  ),
);
const columnsAndRows = fc.integer({ min: 1, max: 6 }).chain((count) =>
  fc.record({
    columns: fc
      .integer({ min: 0, max: count })
      .map((wraps) => Array.from({ length: count }, (_, at) => ({ head: `HEAD${at}`, wraps: at === wraps }))),
    rows: fc.array(fc.array(cell, { minLength: count, maxLength: count }), { maxLength: 5 }),
  }),
);

test('a table of any cells contains every cell at every width from 0 to 200 columns', () => {
  fc.assert(
    fc.property(columnsAndRows, fc.constantFrom(...WIDTHS, undefined), ({ columns, rows }, width) => {
      const text = contentOf(table(columns, rows, { width, colors: plain }));
      for (const value of rows.flat())
        for (const line of value.split('\n')) expect(text).toContain(contentOf(visible(line, true)));
    }),
    { numRuns: cases(500) },
  );
});

test('no line of a table is too long for a terminal of 0 to 200 columns', () => {
  for (const width of WIDTHS) {
    const text = table(COLUMNS, rows(4), { width, colors });
    expect(widest(text)).toBeLessThanOrEqual(Math.max(width, 2 * INDENT + LONGEST_WORD));
  }
});

test('a table whose columns are wider than the terminal lists the members of each row', () => {
  const columns = [{ head: 'POOL' }, { head: 'OUTCOME' }, { head: 'SINCE' }, { head: 'REASON', wraps: true }];
  const data = [
    ['us-west-2_shop', 'Rejected', '5s', 'Unknown key "mode". Did you mean "Mode"?'],
    ['us-west-2_staff', 'InSync', '2h', ''],
  ];
  expect(table(columns, data, { width: 30, colors: plain }).split('\n')).toEqual([
    'us-west-2_shop',
    '    OUTCOME  Rejected',
    '    SINCE    5s',
    '    REASON',
    '        Unknown key "mode".',
    '        Did you mean "Mode"?',
    'us-west-2_staff',
    '    OUTCOME  InSync',
    '    SINCE    2h',
  ]);
});

test('a table that is too wide leaves out its optional columns, the last one first, before it lists members', () => {
  const columns = [
    { head: 'POOL' },
    { head: 'APPLIED', optional: true },
    { head: 'DRIFTS', optional: true },
    { head: 'REASON', wraps: true },
  ];
  const data = [['eu-west-1_aBcDeFgHi', '3d', '0', 'a reason']];
  const headAt = (width: number) => table(columns, data, { width, colors: plain }).split('\n')[0]?.trim();
  expect(headAt(100)).toBe('POOL                 APPLIED  DRIFTS  REASON');
  expect(headAt(30)).toBe('POOL                 APPLIED');
  expect(headAt(20)).toBe('POOL');
  expect(headAt(10)).toBe('eu-west-1_aBcDeFgHi');
});

test('a cell with wide characters is not cut, and the next column is aligned', () => {
  const lines = table(
    [{ head: 'NAME' }, { head: 'STATE' }],
    [
      ['日本語', 'a'],
      ['prod', 'b'],
    ],
    {
      width: undefined,
      colors: plain,
    },
  ).split('\n');
  expect(lines).toEqual(['NAME    STATE', '日本語  a', 'prod    b']);
});

const arn = (name: string): string => `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/${name}`;
const differences = [
  { path: 'userNotification.CloudWatchLogsConfiguration.LogGroupArn', before: arn('a'), after: arn('b') },
  { path: 'userNotification.LogLevel', before: undefined, after: 'ERROR' },
];
const reasons = ['Another writer keeps changing this pool: 5 repairs in one hour.'];
const at = '2026-11-23T12:00:00Z';
const userPoolId = 'eu-west-1_aBcDeFgHi';

/** Prints one of everything, by command. */
const RENDERERS: Readonly<Record<string, (style: Parameters<typeof planText>[1]) => string>> = {
  status: (style) =>
    statusText(
      {
        rows: [
          {
            userPoolId,
            outcome: 'Contested',
            reasons,
            since: at,
            driftCount: 1,
            replicaRegions: [],
            findings: [],
          },
        ],
        lastSweep: undefined,
        trail: 'None',
        now: new Date(at),
      },
      style,
    ),
  sync: (style) =>
    syncText([{ userPoolId, outcome: 'Contested', reasons, differences, failed: true }], style),
  import: (style) => importText([{ userPoolId, result: 'failed', reasons }], style),
  history: (style) =>
    historyText({ userPoolId }, [{ at, kind: 'outcome', what: 'Contested', reasons, differences }], style),
  plan: (style) => planText({ userPoolId, step: 'apply', why: 'change', reasons, differences }, style),
  doctor: (style) =>
    findingText(
      {
        level: 'problem',
        subject: userPoolId,
        message: reasons.join(),
        reason: reasons.join(),
        hint: 'Run: x',
      },
      style,
    ),
  put: (style) => differenceLines(differences, style).join('\n'),
};

test.each(Object.entries(RENDERERS))(
  '%s prints the same words at every width from 0 to 200 columns',
  (_, renderer) => {
    // The heads of the columns are missing where each row is a list.
    const words = renderer({ width: undefined, colors: plain })
      .replace(/^POOL.*/, '')
      .split(/\s+/);
    for (const width of WIDTHS) {
      const content = contentOf(renderer({ width, colors }));
      for (const word of words) expect(content).toContain(word);
    }
  },
);

test.each(['status', 'sync', 'import', 'doctor'])(
  'the lines of %s fit terminals of 0 to 200 columns',
  (name) => {
    for (const width of WIDTHS) {
      const text = RENDERERS[name]?.({ width, colors }) ?? '';
      expect(widest(text)).toBeLessThanOrEqual(Math.max(width, NARROWEST));
    }
  },
);

test.each([
  ['an ARN', `See ${arn('shop')} for more.`, ['See', arn('shop'), 'for more.']],
  [
    'a command',
    'To release it, run: clr sweep --accept-deletions 30',
    ['To release it, run:', 'clr sweep --accept-deletions 30'],
  ],
  [
    'a command in a sentence',
    'Run clr get ID -o yaml > pool.yaml, and edit it.',
    ['Run', 'clr get ID -o yaml > pool.yaml,', 'and edit it.'],
  ],
  [
    'a command with colors',
    `Run: ${colors.cyan('clr status --region eu-west-1')}`,
    ['Run:', colors.cyan('clr status --region eu-west-1')],
  ],
])('does not break %s', (_, text, lines) => {
  expect(wrapText(text, 30).split('\n')).toEqual(lines);
});

test.each([
  ['a paragraph', 'some words that are long', 0, 'some words that are\nlong'],
  ['an indented line', '  some words that are', 0, '  some words that\n  are'],
  ['a difference', '    - "some words that are"', 0, '    - "some words\n      that are"'],
  ['a heading', '~ some words that are long', 2, '~ some words that\n    are long'],
  ['wide characters', '日本語のプール 日本語', 0, '日本語のプール\n日本語'],
])('keeps the indentation of %s', (_, text, hang, wrapped) => {
  expect(wrapText(text, 20, hang)).toBe(wrapped);
});

test('leaves text unchanged without a width', () => {
  expect(wrapText(`  ${'word '.repeat(100)}`, undefined)).toBe(`  ${'word '.repeat(100)}`);
});

test.each([0, -3, 1, 19])('wraps text at 20 columns when the width is %d columns', (width) => {
  expect(wrapText('a text of more than 20 columns', width)).toBe('a text of more than\n20 columns');
});

test.each([
  [{ isTTY: true, columns: 0 }, {}, undefined],
  [{ isTTY: true }, {}, undefined],
  [{ columns: 80 }, {}, undefined],
  [{ isTTY: true, columns: 40 }, {}, 40],
  [{ isTTY: true, columns: 40 }, { COLUMNS: '100' }, 100],
  [{ isTTY: true, columns: 40 }, { COLUMNS: '0' }, 40],
  [{ isTTY: true, columns: 40 }, { COLUMNS: '' }, 40],
  [{}, { COLUMNS: '100' }, 100],
])('the width of the output %j with the environment %j is %j', (output, env, width) => {
  expect(terminalWidth(output, env)).toBe(width);
});

test('the time to render a table grows linearly with the number of rows', () => {
  const drawn = (count: number): number => {
    const begun = performance.now();
    table(COLUMNS, rows(count), { width: 120, colors });
    return performance.now() - begun;
  };
  drawn(200);
  const small = Math.min(drawn(300), drawn(300), drawn(300));
  // For ten times the rows, quadratic growth would take a hundred times as long.
  expect(drawn(3_000) / small).toBeLessThan(40);
});
