import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import { pluralize } from '../terminal/text.ts';
import type { RolloutView } from './rollout-view.ts';

/** Returns `wave 2 of 3`, or `before the first wave`. */
export function waveText({ wave, waves }: Pick<RolloutView, 'wave' | 'waves'>): string {
  if (wave === 0) return 'before the first wave';
  return waves === null ? `wave ${wave}` : `wave ${wave} of ${waves}`;
}

/** Returns the pools inside the fraction: `12 of 120 pools`. */
export const fractionText = ({ pools: { inside, total } }: Pick<RolloutView, 'pools'>): string =>
  `${inside} of ${pluralize(total, 'pool')}`;

/** Returns a rollout as one line, with the command that shows its details. */
export function rolloutLine(rollout: RolloutView): string {
  const { policy } = rollout;
  return `Rollout of policy ${policy}${stateText(rollout)} Run: clr rollout status ${policy}`;
}

/** Returns the state as the end of a sentence that starts with `Rollout of policy prod`. */
export function stateText(rollout: RolloutView): string {
  const { state, wave, stopped } = rollout;
  if (state === 'Aborted') return ' aborted: the parameter is not the version that applies.';
  if (state === 'Halted') return ` halted: ${shortReason(stopped?.reason ?? '')}`;
  return wave === 0 ? `: ${waveText(rollout)}.` : `: ${waveText(rollout)}, ${fractionText(rollout)}.`;
}

/** Returns the first sentence of a reason. The next one names a pool, with a reason that can be long. */
export const shortReason = (reason: string): string => /^.*?\.(?= |$)/s.exec(reason)?.[0] ?? reason;

/** Whether a rollout does not continue without an operator. */
export const isStopped = ({ state }: Pick<RolloutView, 'state'>): boolean => state !== 'Running';

/** Returns 3 if a rollout halted or was aborted, and 2 while one runs: Parameter Store and the fleet differ. */
export function rolloutExitCode(rollouts: readonly Pick<RolloutView, 'state'>[]): ExitCode {
  if (rollouts.some(isStopped)) return EXIT.somePoolsFailed;
  return rollouts.length > 0 ? EXIT.changes : EXIT.success;
}
