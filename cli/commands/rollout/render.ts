import { freezeLine } from '../../freeze/freeze-text.ts';
import type { FreezeView } from '../../freeze/read-freeze.ts';
import { waveText } from '../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import { unprocessedLine } from '../../rollouts/unprocessed.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { progressLine } from '../../terminal/progress.ts';
import { table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { formatCounts, pluralize } from '../../terminal/text.ts';
import { formatAge } from '../../terminal/time.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import { wrapText } from '../../terminal/wrap.ts';
import { rolloutDetails, settledText, stateColor } from './details.ts';
import type { RolloutState } from './state.ts';

export interface RolloutScreen extends RolloutState {
  /** The policy that an argument names. */
  readonly name: string | undefined;
  /** Undefined if the service is not frozen; a text if it is not known. While it is frozen, rollouts pause. */
  readonly freeze?: FreezeView | string | undefined;
  readonly now: Date;
  readonly selection: ServiceOptions;
  /** Show a progress bar of the current wave. */
  readonly isWatch: boolean;
}

/** Returns the table of the open rollouts, or the details of the one of a named policy. */
export function rolloutStateText(screen: RolloutScreen, style: TerminalStyle): string {
  const { name, rollouts, settled, now, selection, isWatch } = screen;
  const [first] = rollouts;
  const parts = [
    ...(rollouts.length === 0 || first === undefined
      ? []
      : [
          name === undefined
            ? rolloutsTable(rollouts, now, style)
            : rolloutDetails(first, now, selection, style),
        ]),
    summary(screen)
      .map((line) => wrapText(withSelection(line, selection), style.width))
      .join('\n'),
    ...(settled === undefined ? [] : [wrapText(settledText(name ?? '', settled, now), style.width)]),
    ...(isWatch ? [rollouts.flatMap((one) => barOf(one, rollouts.length, now, style)).join('\n')] : []),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function summary({ name, rollouts, unprocessed, freeze, now }: RolloutScreen): readonly string[] {
  return [
    ...(freeze === undefined ? [] : [freezeLine(freeze, now)]),
    ...unprocessed.map(unprocessedLine),
    ...(name !== undefined || (rollouts.length === 0 && unprocessed.length > 0) ? [] : [countLine(rollouts)]),
  ];
}

function countLine(rollouts: readonly RolloutView[]): string {
  if (rollouts.length === 0) return 'No open rollouts.';
  const states = formatCounts(rollouts.map(({ state }) => state));
  return `${pluralize(rollouts.length, 'open rollout')}: ${states}. For details, run: clr rollout status NAME`;
}

function rolloutsTable(rollouts: readonly RolloutView[], now: Date, style: TerminalStyle): string {
  const columns = [
    { head: 'POLICY' },
    { head: 'STATE' },
    { head: 'WAVE' },
    { head: 'POOLS' },
    { head: 'DONE' },
    { head: 'FAILED' },
    { head: 'PENDING' },
    { head: 'STARTED' },
    { head: 'REASON', wraps: true },
  ];
  const rows = rollouts.map(({ policy, state, wave, waves, pools, startedAt, stopped }) => [
    policy,
    style.colors[stateColor(state)](state),
    wave === 0 ? '-' : waves === null ? String(wave) : `${wave} of ${waves}`,
    `${pools.inside} of ${pools.total}`,
    String(pools.done),
    String(pools.failed),
    String(pools.pending),
    formatAge(startedAt, now),
    stopped?.reason ?? '',
  ]);
  return table(columns, rows, style);
}

/** Returns the progress bar of the current wave, with its rate and the remaining time. */
function barOf(
  rollout: RolloutView,
  rollouts: number,
  now: Date,
  { width, colors }: TerminalStyle,
): readonly string[] {
  const { state, wave, pools, endedWaves, waveStartedAt, policy } = rollout;
  if (state !== 'Running' || wave === 0) return [];
  const before = endedWaves.at(-1)?.pools ?? 0;
  const total = Math.max(0, pools.inside - before);
  const done = Math.min(total, Math.max(0, pools.done + pools.failed - before));
  const text = waveText(rollout);
  const label = rollouts === 1 ? `W${text.slice(1)}` : `${policy}: ${text}`;
  const ms = Math.max(1, now.getTime() - Date.parse(waveStartedAt));
  return [colors.dim(progressLine(label, done, total, ms, width))];
}
