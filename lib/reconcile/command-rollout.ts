import { command, type RolloutCommand } from '../domain/rollout/operator.ts';
import type { PolicyRollout } from '../domain/rollout/rollout.ts';
import { type NoticePorts, store } from './notice-policies.ts';

/** The result of an operator's command. */
export type CommandRolloutResult =
  | { readonly kind: 'Stored'; readonly rollout: PolicyRollout }
  | { readonly kind: 'Rejected'; readonly reason: string };

/** Resumes or aborts the rollout of a policy. Throws AwsCallError. */
export async function commandRollout(
  ports: NoticePorts,
  name: string,
  action: RolloutCommand,
): Promise<CommandRolloutResult> {
  const rollouts = new Map(await ports.rollouts.read([name]));
  const before = rollouts.get(name);
  if (before === undefined) return { kind: 'Rejected', reason: `Policy "${name}" has no open rollout.` };
  const result = command(before, action, ports.clock.now());
  if (result.kind === 'Impossible') return { kind: 'Rejected', reason: result.reason };
  const isStored = await store(ports, rollouts, result.rollout, before);
  return isStored
    ? { kind: 'Stored', rollout: result.rollout }
    : { kind: 'Rejected', reason: `The rollout of policy "${name}" changed at the same time. Try again.` };
}
