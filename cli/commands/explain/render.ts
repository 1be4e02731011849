import type { Home } from '../../../html/destinations.ts';
import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import { isSettled } from '../../../lib/domain/outcome.ts';
import type { PoolFacts } from '../../../lib/domain/policy/policy.ts';
import { frozenText } from '../../policies/frozen.ts';
import { ownerText } from '../../policies/owner-view.ts';
import type { Preview } from '../../policies/previews.ts';
import { nameAndId } from '../../pools/pool-names.ts';
import { destinationOf, shortDestination } from '../../pools/short-destination.ts';
import { differenceLines } from '../../terminal/difference.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { indent } from '../../terminal/text.ts';
import { formatAge } from '../../terminal/time.ts';
import { wrapText } from '../../terminal/wrap.ts';
import type { SourceExplanation } from './explanation.ts';
import { sourceRolloutLine } from './rollouts.ts';

export interface Explanation {
  readonly userPoolId: string;
  readonly userPoolName?: string;
  readonly facts: (Omit<PoolFacts, 'tier'> & { readonly tier: string | null }) | null;
  readonly factsError?: string;
  /** The number of policies in Parameter Store. */
  readonly policies: number;
  readonly sources: readonly SourceExplanation[];
}

const INDENT = 4;

/** Formats the explanation of a pool: its facts, and each event source with its owner. */
export function explanationText(
  { userPoolId, userPoolName, facts, factsError, policies, sources }: Explanation,
  home: Home,
  now: Date,
  style: TerminalStyle,
): string {
  const { colors, width } = style;
  return [
    colors.bold(nameAndId(userPoolId, userPoolName)),
    ...indent([...factLines(facts, factsError), policiesLine(policies)], INDENT),
    ...sources.flatMap((source) => [
      '',
      colors.bold(source.eventSource),
      ...indent(sourceLines(source, home, now), INDENT),
      ...source.previews.flatMap((preview) => [
        ...indent([previewLine(preview)], INDENT),
        ...indent(
          differenceLines(preview.differences, { colors, width: width && width - 2 * INDENT }),
          2 * INDENT,
        ),
      ]),
    ]),
  ]
    .map((line) => wrapText(line, width))
    .join('\n');
}

function factLines(facts: Explanation['facts'], error: string | undefined): readonly string[] {
  const note =
    error === undefined ? [] : [`Tier and tags were not read (${error}). The last recorded ones are used.`];
  if (facts === null) return error === undefined ? [] : [`Tier and tags are not known (${error}).`];
  const tags = Object.entries(facts.tags).map(([key, value]) => `${key}=${value}`);
  return [
    `Tier: ${facts.tier ?? 'not known'}`,
    `Tags: ${tags.length === 0 ? 'none' : tags.join(', ')}`,
    ...note,
  ];
}

const policiesLine = (policies: number): string =>
  policies === 0 ? 'Policies: none. Only the parameter of the pool applies.' : `Policies: ${policies}`;

const sourceLines = (source: SourceExplanation, home: Home, now: Date): readonly string[] => [
  ...ownerLines(source, home),
  ...source.rollouts.map(sourceRolloutLine),
  ...source.others
    .filter(({ owner }) => !source.previews.some(({ policy }) => isSame(policy, owner)))
    .map(
      ({ owner, reason, isUncovered }) =>
        `${isUncovered ? 'Uncovered by' : 'Not'} ${ownerText(owner)}: ${reason}.`,
    ),
  ...recordLines(source, now),
];

const isSame = (a: Preview['policy'], b: Preview['policy']): boolean =>
  a.kind === 'Policy' && b.kind === 'Policy' && a.name === b.name;

function ownerLines(source: SourceExplanation, home: Home): readonly string[] {
  const { state, owner, entry, mode, onDelete, reasons, onPool, frozenBy = 'UnknownFacts' } = source;
  const current = `On the pool: ${entryText(onPool, home)}.`;
  if (owner === null) return ['Owner: none. The service leaves this event source unchanged.', current];
  const line = `Owner: ${ownerText(owner)}`;
  switch (state) {
    case 'Rejected':
      return [`${line}. Rejected: the event source stays unchanged.`, ...reasons, current];
    case 'Frozen':
      return [`${line}. The event source stays unchanged: ${frozenText(frozenBy)}.`, current];
    default:
      return [line, `Applies: ${entryText(entry, home)}; Mode ${mode}, OnDelete ${onDelete}`];
  }
}

function entryText(entry: ObservedConfiguration | null, home: Home): string {
  if (entry === null) return 'no log delivery';
  const arn = destinationOf(entry);
  return `${arn === undefined ? 'no destination' : shortDestination(arn, home)}, level ${entry.LogLevel}`;
}

/** Returns the recorded state if it is not the one above. */
function recordLines({ recorded, owner, state }: SourceExplanation, now: Date): readonly string[] {
  if (recorded === null) return state === 'Free' || owner === null ? [] : ['Last result: not processed yet.'];
  const isOther = JSON.stringify(recorded.owner) !== JSON.stringify(owner);
  if (!isOther && isSettled(recorded.outcome)) return [];
  const by = isOther && recorded.owner ? ` for ${ownerText(recorded.owner)}` : '';
  return [
    `Last result${by}: ${recorded.outcome}, ${formatAge(recorded.since, now)} ago. ${recorded.reasons.join(' ')}`.trimEnd(),
    ...(recorded.lostAt === undefined ? [] : [`Left its owner ${formatAge(recorded.lostAt, now)} ago.`]),
    ...(recorded.isWaiting ? ['The owner above takes over after the grace period.'] : []),
  ];
}

function previewLine({ policy, wouldOwn, reasons, differences }: Preview): string {
  const start = `Preview of ${ownerText(policy)}:`;
  if (!wouldOwn) return `${start} in mode Enforce, it would not own this event source: ${reasons.join(' ')}`;
  return differences.length === 0
    ? `${start} in mode Enforce, it would own this event source and change nothing.`
    : `${start} in mode Enforce, it would own this event source and change:`;
}
