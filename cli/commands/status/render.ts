import { POLICY_NAME_EXPECTED } from '../../../lib/domain/policy/policy.ts';
import { missedText, totalsLines } from '../../arrival/arrival-text.ts';
import type { ArrivalTotals } from '../../arrival/arrival-view.ts';
import { freezeLine } from '../../freeze/freeze-text.ts';
import type { FreezeView } from '../../freeze/read-freeze.ts';
import { type Coverage, coverageText } from '../../policies/coverage.ts';
import { sourceText } from '../../policies/owned-sources.ts';
import { collapseRows } from '../../pools/collapse.ts';
import { holdText } from '../../pools/hold-text.ts';
import { poolColumns } from '../../pools/pool-columns.ts';
import { problemText } from '../../pools/problems.ts';
import { replicaText } from '../../pools/replica-text.ts';
import { nameOf, type RowFinding, type StatusRow } from '../../pools/status-row.ts';
import { rolloutLine } from '../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import type { LastSweep } from '../../service/last-sweep.ts';
import { outcomeColor } from '../../terminal/outcome-color.ts';
import { type Column, table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { formatCounts, formatSample, pluralize } from '../../terminal/text.ts';
import { formatAge } from '../../terminal/time.ts';
import { wrapText } from '../../terminal/wrap.ts';

/** A row, with the name of its target in a table of several accounts and Regions. */
type TargetRow = StatusRow & { readonly target?: string };

export interface FleetStatus {
  readonly rows: readonly TargetRow[];
  /** Undefined if not the whole fleet is shown. */
  readonly coverage?: Coverage | undefined;
  /** Undefined if not the whole fleet is shown. */
  readonly rollouts?: readonly RolloutView[] | undefined;
  /** Lines about the policies in mode Observe. */
  readonly observing?: readonly string[];
  /** Undefined if the service is not frozen; a text if it is not known. */
  readonly freeze?: FreezeView | string | undefined;
  readonly lastSweep: LastSweep | undefined;
  /** Undefined if the service does not check whether sign-in logs arrive. Without totals, it has not yet. */
  readonly arrival?: { readonly totals: ArrivalTotals | undefined } | undefined;
  readonly trail: 'Logging' | 'None' | 'Unknown';
  readonly now: Date;
  /** Show each pool in a row of its own. */
  readonly isComplete?: boolean;
}

/** Returns the table of the pools and the summary. Pools with the same problem are collapsed, unless `isComplete`. */
export function statusText(status: FleetStatus, style: TerminalStyle): string {
  const { rows } = status;
  const listed = rows.length === 0 ? [] : [statusTable(status, style), ''];
  const outcomes = formatCounts(rows.map(({ outcome }) => outcome));
  const pools = pluralize(rows.length, 'pool');
  const lines = [
    ...freezeLines(status, style),
    outcomes === '' ? `${pools}.` : `${pools}: ${outcomes}.`,
    ...summaryLines(status),
  ];
  // The number of lines must be known to fit them on the screen.
  return [...listed, ...lines.map((line) => wrapText(line, style.width))].join('\n');
}

/** Returns the table of the pools, with a column for the target if the rows have one. */
export function statusTable(
  { rows, now, isComplete = false }: Pick<FleetStatus, 'rows' | 'now' | 'isComplete'>,
  style: TerminalStyle,
): string {
  const named = poolColumns(rows);
  const hasTargets = rows.some(({ target }) => target !== undefined);
  const hasArrival = rows.some(({ arrival }) => arrival !== undefined);
  const isLive = rows.some(({ live }) => live !== undefined);
  const columns: readonly Column[] = [
    ...(hasTargets ? [{ head: 'TARGET' }] : []),
    ...named.columns,
    { head: 'OUTCOME' },
    ...(hasArrival ? [{ head: 'LOGS' }] : []),
    ...(isLive ? [{ head: 'LIVE' }] : []),
    { head: 'SINCE' },
    { head: 'APPLIED', optional: true },
    { head: 'DRIFTS', optional: true },
    { head: 'REASON', wraps: true },
  ];
  const shown = isComplete ? rows.map((first) => ({ first, others: [] })) : collapseRows(rows);
  const lines = shown.map(({ first: row, others }) => [
    ...(hasTargets ? [row.target ?? ''] : []),
    ...named.cells(row),
    style.colors[row.findings.length > 0 ? 'red' : outcomeColor(row.outcome)](row.outcome),
    ...(hasArrival ? [arrivalCell(row, style)] : []),
    ...(isLive ? [row.live ?? '-'] : []),
    formatAge(row.since, now),
    formatAge(row.lastAppliedAt, now),
    String(row.driftCount),
    [
      ...(isComplete ? sourcesOf(row) : []),
      reasonOf(row, now),
      ...(others.length === 0 ? [] : [othersText(others)]),
    ]
      .filter((text) => text !== '')
      .join('\n'),
  ]);
  return table(columns, lines, style);
}

/** Returns the line of a freeze. */
export function freezeLines(
  { freeze, now }: Pick<FleetStatus, 'freeze' | 'now'>,
  { colors }: Pick<TerminalStyle, 'colors'>,
): readonly string[] {
  if (freeze === undefined) return [];
  return [typeof freeze === 'string' ? freeze : colors.red(freezeLine(freeze, now))];
}

/** Returns what is to be known about the account and Region as a whole, without the number of pools. */
export function summaryLines({
  rows,
  coverage,
  rollouts = [],
  observing = [],
  lastSweep,
  arrival,
  trail,
  now,
}: FleetStatus): readonly string[] {
  const owners = coverage === undefined ? undefined : coverageText(coverage);
  return [
    ...summary(rows, lastSweep, trail, now),
    ...(arrival === undefined ? [] : totalsLines(arrival.totals, now)),
    ...(owners === undefined ? [] : [owners]),
    ...observing,
    ...rollouts.map(rolloutLine),
  ];
}

const othersText = (others: readonly StatusRow[]): string =>
  `The same applies to ${pluralize(others.length, 'more pool', 'more pools')}: ${formatSample(others.map(nameOf), others.length)}. To see each pool, add --all.`;

function arrivalCell({ arrival }: StatusRow, { colors }: Pick<TerminalStyle, 'colors'>): string {
  if (arrival === undefined) return '-';
  return arrival.result === 'NotArriving' ? colors.red(arrival.result) : arrival.result;
}

/** Returns the event sources one by one, if the parameter does not own both. */
const sourcesOf = ({ sources = [] }: StatusRow): readonly string[] => sources.map(sourceText);

function reasonOf(
  { reasons, retryAt, otherWriter, findings, arrival, replicaRegions }: StatusRow,
  now: Date,
): string {
  const isFuture = retryAt !== undefined && Date.parse(retryAt) > now.getTime();
  return [
    ...findings.map((finding) => findingText(finding, now)),
    ...(arrival?.result === 'NotArriving' ? [missedText(arrival, now)] : []),
    ...reasons,
    ...(replicaRegions.length === 0 ? [] : [replicaText(replicaRegions)]),
    ...(otherWriter === undefined ? [] : [`Other writer: ${otherWriter}`]),
    ...(isFuture ? [`Next retry in ${formatAge(now.toISOString(), new Date(retryAt))}.`] : []),
  ].join('\n');
}

const findingText = ({ problem, since, destination }: RowFinding, now: Date): string =>
  `Not delivering logs (found ${formatAge(since, now)} ago): ${problemText(problem)}${destination === undefined ? '' : ` (${destination})`}.`;

function summary(
  rows: readonly StatusRow[],
  sweep: LastSweep | undefined,
  trail: FleetStatus['trail'],
  now: Date,
): readonly string[] {
  const notDelivering = rows.filter(({ findings }) => findings.length > 0).length;
  return [
    sweep === undefined
      ? 'No sweep has run yet.'
      : `Last sweep: ${formatAge(sweep.at, now)} ago. Unmanaged pools: ${sweep.unmanaged}.${sweep.unmanaged === 0 ? '' : ' To list them, run: clr status --unmanaged'}`,
    ...(notDelivering === 0
      ? []
      : [
          `${pluralize(notDelivering, 'pool')} ${notDelivering === 1 ? 'is' : 'are'} not delivering logs. See "Logs do not arrive" in docs/operations.md.`,
        ]),
    ...misnamedSummary(sweep?.misnamedPolicies ?? []),
    ...replicaSummary(rows),
    ...(sweep?.held
      ? [
          `${holdText(sweep.lost, sweep.heldPolicies)} If this was intended, run: clr sweep --accept-deletions ${sweep.lost}`,
        ]
      : []),
    ...(trail === 'None' ? ['No trail logs management events. Only the sweep repairs drift.'] : []),
    ...(trail === 'Unknown'
      ? [
          'It is not known whether a trail logs management events. Without one, only the sweep repairs drift. To see the reason, run: clr doctor',
        ]
      : []),
  ];
}

const misnamedSummary = (names: readonly string[]): readonly string[] =>
  names.length === 0
    ? []
    : [
        `${pluralize(names.length, 'parameter')} without a valid policy name: ${formatSample(names, names.length)}. Use ${POLICY_NAME_EXPECTED}. For details, run: clr policy list`,
      ];

function replicaSummary(rows: readonly StatusRow[]): readonly string[] {
  const regions = [...new Set(rows.flatMap(({ replicaRegions }) => replicaRegions))].toSorted();
  return regions.map((region) => {
    const pools = rows.filter(({ replicaRegions }) => replicaRegions.includes(region)).length;
    return `${pluralize(pools, 'pool')} ${pools === 1 ? 'has' : 'have'} a replica in ${region}. To see its log delivery, run: clr status --region ${region}`;
  });
}
