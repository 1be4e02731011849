import { showInvisible } from '../../../lib/domain/invisible.ts';
import { type ApplyResult, isFailed, placeOf } from '../../changes/result.ts';
import { collapse } from '../../pools/collapse.ts';
import { poolColumns } from '../../pools/pool-columns.ts';
import { rolloutLine } from '../../rollouts/rollout-lines.ts';
import { unprocessedLine } from '../../rollouts/unprocessed.ts';
import { table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { formatCounts, formatSample, pluralize } from '../../terminal/text.ts';
import type { ApplyOutcome, Followed } from './outcome.ts';

/** Returns the parameters that were not written, and a summary; with `--wait`, also the pools and rollouts that failed. */
export function applyText({ results, followed }: ApplyOutcome, style: TerminalStyle): string {
  const failed = results.filter(isFailed);
  const counts = formatCounts(results.map(({ result }) => result));
  return [
    ...(failed.length === 0 ? [] : [failedTable(failed, style), '']),
    `Apply: ${counts === '' ? 'no changes' : counts}.`,
    ...(followed === undefined ? [] : followedLines(followed, style)),
  ].join('\n');
}

/** More than three files with the same reason are one row: a missing permission concerns all of them. */
function failedTable(failed: readonly ApplyResult[], style: TerminalStyle): string {
  const collapsed = collapse(failed, ({ result, reason = '' }) => `${result} ${reason}`);
  const rows = collapsed.map(({ first, others }) => [
    showInvisible(placeOf(first)),
    style.colors.red(first.result),
    [first.reason ?? '', ...moreLines(others)].join('\n'),
  ]);
  return table([{ head: 'FILE' }, { head: 'RESULT' }, { head: 'REASON', wraps: true }], rows, style);
}

const moreLines = (others: readonly ApplyResult[]): readonly string[] =>
  others.length === 0
    ? []
    : [
        `The same for ${pluralize(others.length, 'more file')}: ${formatSample(others.map(placeOf).map(showInvisible), others.length)}.`,
      ];

function followedLines(
  { pools, rollouts, unprocessed, completed }: Followed,
  style: TerminalStyle,
): readonly string[] {
  const failed = pools.filter((pool) => pool.failed);
  const named = poolColumns(failed);
  const columns = [...named.columns, { head: 'OUTCOME' }, { head: 'REASON', wraps: true }];
  const rows = failed.map(({ outcome, reasons, ...pool }) => [
    ...named.cells(pool),
    style.colors.red(outcome),
    reasons.join('\n'),
  ]);
  const counts = formatCounts(pools.map(({ outcome }) => outcome));
  return [
    ...(rows.length === 0 ? [] : ['', table(columns, rows, style), '']),
    ...(pools.length === 0 ? [] : [`Outcomes: ${counts}.`]),
    ...completed.map((policy) => `Rollout of policy ${policy} completed.`),
    ...rollouts.map(rolloutLine),
    ...unprocessed.map(unprocessedLine),
  ];
}

/** Returns the next steps after the summary. */
export function applyHints(
  { results, total, kept, followed, error }: ApplyOutcome,
  isInterrupted: boolean,
): readonly string[] {
  const left = total - results.filter((one) => !isFailed(one)).length;
  const again = 'To continue, run the same command again.';
  return [
    ...(error ? [`clr: ${error.message}`, `  ${error.hint}`] : []),
    ...(isInterrupted
      ? [
          left > 0
            ? `Interrupted: ${total - left} of ${total} parameters were written or deleted. ${again}`
            : `Interrupted after all ${total} parameters were written. The service continues with their pools. To follow them, run the same command again.`,
        ]
      : left > 0 || error
        ? [again]
        : []),
    ...(kept > 0
      ? [
          `${kept === 1 ? '1 parameter has' : `${kept} parameters have`} no file. To delete ${kept === 1 ? 'it' : 'them'}, add --prune.`,
        ]
      : []),
    ...(followed === undefined && total > left && !isInterrupted && !error
      ? ['To see the outcomes, run: clr status']
      : []),
  ];
}
