import { restoring, stopped } from './notice.ts';
import type { PolicyRollout } from './rollout.ts';

export const ROLLOUT_COMMANDS = ['resume', 'abort'] as const;
export type RolloutCommand = (typeof ROLLOUT_COMMANDS)[number];

/** The rollout after the command of an operator, or why the command is not possible. */
export type CommandResult =
  | { readonly kind: 'Changed'; readonly rollout: PolicyRollout }
  | { readonly kind: 'Impossible'; readonly reason: string };

/**
 * Resumes a halted rollout, whose failed pools then no longer count, or aborts one. After an abort the settled version applies to
 * every pool; the pools of a new policy leave it as if it were deleted.
 */
export function command(rollout: PolicyRollout, action: RolloutCommand, now: Date): CommandResult {
  const { Open, Name } = rollout;
  const Revision = rollout.Revision + 1;
  if (Open === undefined) return impossible(`Policy "${Name}" has no open rollout.`);
  if (Open.Status === 'Aborted')
    return impossible(
      `The rollout of policy "${Name}" was aborted. To start a rollout again, write a new version of the policy.`,
    );
  if (action === 'abort') {
    const reason = 'An operator aborted the rollout.';
    return {
      kind: 'Changed',
      rollout: {
        ...rollout,
        Revision,
        ...restoring(rollout, Open),
        Open: stopped(Open, 'Aborted', reason, now),
      },
    };
  }
  if (Open.Status === 'Running') return impossible(`The rollout of policy "${Name}" is running.`);
  const { Stopped: _stopped, ...rest } = Open;
  return {
    kind: 'Changed',
    rollout: {
      ...rollout,
      Revision,
      Open: {
        ...rest,
        Status: 'Running',
        Accepted: Open.Failed,
        // The time limit of the wave begins again, and its messages are sent again.
        WaveStartedAt: now.toISOString(),
        Sent: false,
      },
    },
  };
}

const impossible = (reason: string): CommandResult => ({ kind: 'Impossible', reason });
