import { nameAndId } from '../../pools/pool-names.ts';
import { fractionText, waveText } from '../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { differenceLines } from '../../terminal/difference.ts';
import { table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { indent, pluralize } from '../../terminal/text.ts';
import { formatAge, formatTimestamp } from '../../terminal/time.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import { wrapText } from '../../terminal/wrap.ts';
import type { SettledVersion } from './state.ts';

const INDENT = 4;

export const stateColor = (state: RolloutView['state']): 'yellow' | 'red' =>
  state === 'Running' ? 'yellow' : 'red';

/** Formats one rollout: its state, its versions, its waves, the failed pools, and what to do next. */
export function rolloutDetails(
  rollout: RolloutView,
  now: Date,
  selection: ServiceOptions,
  style: TerminalStyle,
): string {
  const { colors, width } = style;
  const below = (lines: readonly string[]): readonly string[] =>
    indent(lines, INDENT).map((line) => wrapText(line, width));
  const room = { colors, width: width && width - INDENT };
  const head = `Rollout of policy ${rollout.policy}: `;
  return [
    wrapText(
      `${colors.bold(head)}${colors[stateColor(rollout.state)](rollout.state)}, ${waveText(rollout)}`,
      width,
      INDENT,
    ),
    ...below(factLines(rollout, now)),
    ...versionLines(rollout, room).flatMap((line) => below([line])),
    ...section('Ended waves', wavesTable(rollout, room)),
    ...section('Failed pools', failuresTable(rollout, room)),
    '',
    ...nextSteps(rollout).map((line) => wrapText(withSelection(line, selection), width)),
  ].join('\n');
}

const section = (title: string, text: string | undefined): readonly string[] =>
  text === undefined ? [] : ['', `${title}:`, ...indent(text.split('\n'), INDENT)];

function factLines(rollout: RolloutView, now: Date): readonly string[] {
  const { state, pools, threshold, startedAt, stopped } = rollout;
  return [
    `Started: ${timeText(startedAt, now)}`,
    ...(stopped === undefined ? [] : [`${state}: ${timeText(stopped.at, now)}. ${stopped.reason}`]),
    `Fraction: ${countsText(rollout)}`,
    ...(pools.accepted === 0 ? [] : [`Accepted failures: ${pools.accepted}`]),
    ...(state === 'Aborted' ? [] : [`Threshold: ${shareText(threshold)} of the order of pools`]),
  ];
}

function countsText({ pools, state }: RolloutView): string {
  const { inside, done, failed, pending } = pools;
  if (inside === 0) return 'no pool yet';
  if (state === 'Aborted') return `${fractionText({ pools })} until then`;
  return `${fractionText({ pools })}, ${done} done, ${failed} failed, ${pending} pending`;
}

const timeText = (at: string, now: Date): string => `${formatTimestamp(at)} UTC (${formatAge(at, now)} ago)`;

/** Returns `9.8%`. The share of a few pools among many is not 0%, and a share below all pools is not 100%. */
export function shareText(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}%`;
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)}%`;
}

const versionText = (version: number | null): string => (version === null ? '' : ` ${version}`);

/** Returns the settled version, in words that fit into a sentence. */
export const settledName = ({ settledVersion }: Pick<RolloutView, 'settledVersion'>): string =>
  `the settled version${versionText(settledVersion)}`;

function versionLines(
  { isNew, settledVersion, newVersion, differences }: RolloutView,
  style: TerminalStyle,
): readonly string[] {
  const before = isNew ? 'none (the policy is new)' : `version${versionText(settledVersion)} (settled)`;
  return [
    `Versions: ${before} → version${versionText(newVersion)} (new)`,
    ...(isNew ? [] : differenceLines(differences, style)),
  ];
}

function wavesTable({ endedWaves }: RolloutView, style: TerminalStyle): string | undefined {
  if (endedWaves.length === 0) return undefined;
  const columns = [
    { head: 'POOLS' },
    { head: 'FAILED' },
    { head: 'STARTED' },
    { head: 'ENDED' },
    { head: 'TOOK' },
  ];
  const rows = endedWaves.map(({ pools, failed, startedAt, endedAt }) => [
    String(pools),
    String(failed),
    formatTimestamp(startedAt),
    formatTimestamp(endedAt),
    formatAge(startedAt, new Date(endedAt)),
  ]);
  return table(columns, rows, style);
}

function failuresTable({ failures, pools }: RolloutView, style: TerminalStyle): string | undefined {
  if (failures.length === 0) return undefined;
  const rows = failures.map(({ userPoolId, userPoolName, reason }) => [
    nameAndId(userPoolId, userPoolName),
    reason,
  ]);
  const more = pools.failed - failures.length;
  return [
    table([{ head: 'POOL' }, { head: 'REASON', wraps: true }], rows, style),
    ...(more > 0
      ? [`And ${pluralize(more, 'more pool', 'more pools')}. To list them, run: clr status --failed`]
      : []),
  ].join('\n');
}

/** Returns the choices of the operator, with the commands. */
function nextSteps(rollout: RolloutView): readonly string[] {
  const { policy, state, isNew } = rollout;
  const abort = isNew
    ? `To take the policy from its pools as if it were deleted, run: clr rollout abort ${policy}`
    : `To return all pools to ${settledName(rollout)}, run: clr rollout abort ${policy}`;
  const put = `run: clr policy put ${policy} FILE`;
  switch (state) {
    case 'Running':
      return [`To follow the rollout, run: clr rollout status ${policy} --watch`, abort];
    case 'Halted':
      return [
        'No further pool changes. See "Rollout halted" in docs/operations.md.',
        `To start again with a corrected policy, ${put}`,
        `To continue, so that the pools that failed until now no longer count, run: clr rollout resume ${policy}`,
        abort,
      ];
    case 'Aborted':
      return [
        isNew
          ? 'The policy applies to no pool, as if it were deleted.'
          : `All pools have ${settledName(rollout)}, or return to it. The parameter still contains the new version.`,
        `To start a rollout of another version, or to put the settled text back, ${put}`,
      ];
  }
}

/** Describes a policy without an open rollout. */
export function settledText(name: string, settled: SettledVersion | null, now: Date): string {
  if (settled === null) return `Policy ${name} has no open rollout, and no version of it applies.`;
  return `Policy ${name} has no open rollout. Version${versionText(settled.version)} applies to all its pools since ${timeText(settled.at, now)}.`;
}
