import { fractionText, waveText } from '../../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../../rollouts/rollout-view.ts';
import { type Finding, ok, problem, warning } from '../finding.ts';
import { policySubject } from './policies.ts';

/** Reports each open rollout: a halted one needs an operator. */
export const checkRollouts = (rollouts: readonly RolloutView[]): readonly Finding[] =>
  rollouts.map(checkRollout);

function checkRollout(rollout: RolloutView): Finding {
  const { policy, state, stopped } = rollout;
  const subject = policySubject(policy);
  const show = `clr rollout status ${policy}`;
  switch (state) {
    case 'Running':
      return ok(subject, `The rollout is running: ${waveText(rollout)}.`);
    case 'Halted':
      return problem(
        subject,
        `The rollout is halted: ${stopped?.reason ?? 'the reason is not known.'}`,
        `No further pool changes. The fraction with the new version is ${fractionText(rollout)}.`,
        show,
      );
    case 'Aborted':
      return warning(
        subject,
        'The rollout was aborted.',
        'The parameter is not the version that applies. To end the difference, write the policy again.',
        show,
      );
  }
}
