import type { Home } from '../../../html/destinations.ts';
import { EVENT_SOURCES, type EventSource } from '../../../lib/domain/log-configuration.ts';
import { shortOwner } from '../../policies/owner-view.ts';
import { poolColumns } from '../../pools/pool-columns.ts';
import { shortProblem } from '../../pools/problems.ts';
import { destinationOf, shortDestination } from '../../pools/short-destination.ts';
import { outcomeColor } from '../../terminal/outcome-color.ts';
import { type Column, table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { type ListedDelivery, problemOf } from './delivery.ts';

const COLUMNS: readonly Column[] = [
  { head: 'OUTCOME' },
  ...EVENT_SOURCES.map((source) => ({ head: source.toUpperCase() })),
];

/** Returns the table and the summary. `total`: the number of pools before the filter. */
export function listText(
  pools: readonly ListedDelivery[],
  { total, home }: { readonly total: number; readonly home: Home },
  style: TerminalStyle,
): string {
  const named = poolColumns(pools);
  const rows = pools.map((pool) => [
    ...named.cells(pool),
    style.colors[outcomeColor(pool.outcome)](pool.outcome),
    ...EVENT_SOURCES.map((source) => sourceText(pool, source, home, style)),
  ]);
  const lines = [
    ...(rows.length === 0 ? [] : [table([...named.columns, ...COLUMNS], rows, style), '']),
    ...summary(pools, total),
  ];
  return lines.join('\n');
}

function sourceText(
  { logConfigurations, findings, source, owners, unread }: ListedDelivery,
  eventSource: EventSource,
  home: Home,
  { colors }: TerminalStyle,
): string {
  if (source === 'unknown') return colors.yellow('not read');
  if (unread.includes(eventSource)) return 'not managed';
  const entries = logConfigurations.filter(({ EventSource }) => EventSource === eventSource);
  const owner = owners.find((one) => one.eventSource === eventSource)?.owner;
  const by = owner?.kind === 'Policy' ? ` [${shortOwner(owner)}]` : '';
  if (entries.length === 0) return `-${by}`;
  return entries
    .map((entry) => {
      const arn = destinationOf(entry);
      const problem = problemOf(entry, findings);
      const destination = arn === undefined ? 'no destination' : shortDestination(arn, home);
      const text =
        problem === undefined ? destination : colors.red(`${destination} (${shortProblem(problem)})`);
      return `${text}${by}`;
    })
    .join('\n');
}

function summary(pools: readonly ListedDelivery[], total: number): readonly string[] {
  const unread = pools.filter(({ source }) => source === 'unknown');
  const recorded = pools.filter(({ source }) => source === 'recorded').length;
  const unowned = pools.filter((pool) => pool.unread.length > 0).length;
  const reasons = [...new Set(unread.map(({ problem = '' }) => problem))];
  return [
    pools.length === total
      ? `${pluralize(total, 'pool')}.`
      : `${pools.length} of ${pluralize(total, 'pool')}.`,
    ...(recorded === 0
      ? []
      : [
          `${pluralize(recorded, 'pool')} shown as the service last applied them. To read all pools, add --live.`,
        ]),
    ...(unowned === 0
      ? []
      : [
          `${pluralize(unowned, 'pool')} ${unowned === 1 ? 'has' : 'have'} an event source that is not managed. To read it, add --live.`,
        ]),
    ...reasons.map((reason) => {
      const count = unread.filter(({ problem }) => problem === reason).length;
      return `${pluralize(count, 'pool')} could not be read: ${reason}`;
    }),
  ];
}
