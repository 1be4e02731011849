import type { Side } from '../../../../html/configuration.ts';
import type { PoolView } from '../../../../html/pool-view.ts';
import { EVENT_SOURCES } from '../../../../lib/domain/log-configuration.ts';
import { presentSide, stateOf } from './pool-state.ts';
import { poolsIn, type ServiceReport } from './service-report.ts';

/** Returns one row for each pool, with a head, as RFC 4180 describes it. docs/report.md describes the columns. */
export function reportCsv(reports: readonly ServiceReport[]): string {
  const hasTargets = reports.some(({ target }) => target !== undefined);
  const hasArrival = reports.some(({ view }) => view.arrival !== undefined);
  const rows = poolsIn(reports).map(({ report: { target, view }, pool }) => [
    ...(hasTargets ? [target ?? ''] : []),
    view.account,
    view.region,
    ...poolCells(pool),
    ...(hasArrival ? arrivalCells(pool) : []),
  ]);
  const head = [
    ...(hasTargets ? ['target'] : []),
    'account',
    'region',
    ...COLUMNS,
    ...(hasArrival ? ARRIVAL_COLUMNS : []),
  ];
  return csv([head, ...rows]);
}

const COLUMNS: readonly string[] = [
  'userPoolId',
  'userPoolName',
  'state',
  'outcome',
  'since',
  'appliedAt',
  'driftCount',
  ...EVENT_SOURCES.map((source) => `desired.${source}`),
  ...EVENT_SOURCES.map((source) => `present.${source}`),
  'problems',
  'reasons',
  'otherWriter',
  'missing',
];

/** The last columns of a report about a service with the setting arrivalChecks. */
const ARRIVAL_COLUMNS: readonly string[] = [
  'arrival',
  'arrivalReason',
  'arrivalSince',
  'missedSince',
  'lastRecordAt',
];

const arrivalCells = ({ arrival }: PoolView): readonly string[] => [
  arrival?.result ?? '',
  arrival?.reason ?? '',
  arrival?.since ?? '',
  arrival?.missedSince ?? '',
  arrival?.lastRecordAt ?? '',
];

function poolCells(pool: PoolView): readonly string[] {
  const { id, name = '', recorded, desired, missing = [] } = pool;
  const present = presentSide(pool);
  return [
    id,
    name,
    stateOf(pool),
    recorded?.outcome ?? '',
    recorded?.since ?? '',
    recorded?.appliedAt ?? '',
    String(recorded?.driftCount ?? 0),
    ...EVENT_SOURCES.map((source) => destinations(desired, source)),
    ...EVENT_SOURCES.map((source) => (present ? destinations(present, source) : 'unknown')),
    lines(
      (recorded?.findings ?? []).map(({ problem, destination }) => `${problem} ${destination ?? ''}`.trim()),
    ),
    lines(recorded?.reasons ?? []),
    recorded?.otherWriter ?? '',
    lines([...(pool.live?.kind === 'Failed' ? [pool.live.reason] : []), ...missing]),
  ];
}

const destinations = ({ entries }: Side, source: string): string =>
  lines(entries.filter((entry) => entry.source === source).map(({ arn }) => arn));

const lines = (texts: readonly string[]): string => texts.join('\n');

/** Returns the rows with CRLF after each, and quotes around the cells that need them. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/**
 * A spreadsheet runs a cell that starts with one of these characters as a formula, also one in quotes. An apostrophe before it
 * makes it text. Some programs also remove leading spaces or split at a tab or a line break.
 */
const FORMULA = /^[\s\p{Cf}]*[=+\-@\t\r＝＋－＠]/u;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  // Some spreadsheets split at a semicolon or a tab.
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
