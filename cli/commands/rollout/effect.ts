import type { RolloutCommand } from '../../../lib/domain/rollout/operator.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { fractionText, waveText } from '../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import { pluralize } from '../../terminal/text.ts';
import { settledName } from './details.ts';

/** Says what a command of the operator does to the pools inside and outside the fraction. */
export function effectOf(
  rollout: RolloutView,
  action: RolloutCommand,
  { clearGraceSeconds }: Pick<Settings, 'clearGraceSeconds'>,
): string {
  const { policy, pools, onDelete, isNew } = rollout;
  const inside = `Rollout of policy ${policy}: ${waveText(rollout)}, ${fractionText(rollout)} have or get the new version.`;
  if (action === 'resume')
    return `${inside} It continues with the same wave. ${pluralize(pools.failed, 'failed pool')} ${pools.failed === 1 ? 'counts' : 'count'} no longer, so that only further failures halt it again.`;
  if (!isNew)
    return `${inside} These pools return to ${settledName(rollout)}, and all others keep it. The parameter keeps the new version until you write another one.`;
  const end =
    onDelete === 'Clear'
      ? 'OnDelete is Clear: without such a layer, the sweep turns off the log delivery that the policy set.'
      : 'Without such a layer, their log delivery is left unchanged and is no longer managed.';
  return `${inside} The policy has no settled version, so these pools leave it as if it were deleted. After the grace period of ${clearGraceSeconds} s, the next parameter or policy that applies to a pool takes over. ${end} The pools of further waves do not change.`;
}
