import * as z from 'zod/mini';
import { isPolicyName, policyNameFrom } from '../lib/domain/policy/policy.ts';
import { ROLLOUT_COMMANDS, type RolloutCommand } from '../lib/domain/rollout/operator.ts';

/** The event of Parameter Store (docs/aws-facts.md#parameter-events). The policy is read again, so only its name counts. */
const parameterEvent = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('Parameter Store Change'),
  detail: z.object({ name: z.string() }),
});
const scheduledEvent = z.object({
  source: z.literal('aws.events'),
  'detail-type': z.literal('Scheduled Event'),
});
const policyName = z.string().check(z.refine(isPolicyName));
const edit = z.strictObject({ policies: z.array(policyName).check(z.minLength(1)) });
const rollout = z.strictObject({ rollout: z.enum(ROLLOUT_COMMANDS), policy: policyName });

/** `Drive`: of the edited policies, or of all that have an open rollout. */
export type PoliciesInput =
  | { readonly kind: 'Drive'; readonly names: readonly string[] }
  | { readonly kind: 'Command'; readonly name: string; readonly action: RolloutCommand }
  /** The parameter is not that of a policy. */
  | { readonly kind: 'Ignored' };

/** Throws an Error that describes the expected input. */
export function parsePoliciesInput(event: unknown, prefix: string): PoliciesInput {
  const edited = parameterEvent.safeParse(event);
  if (edited.success) {
    const name = policyNameFrom(prefix, edited.data.detail.name);
    return name === undefined ? { kind: 'Ignored' } : { kind: 'Drive', names: [name] };
  }
  if (scheduledEvent.safeParse(event).success) return { kind: 'Drive', names: [] };
  const given = edit.safeParse(event);
  if (given.success) return { kind: 'Drive', names: [...new Set(given.data.policies)] };
  const command = rollout.safeParse(event);
  if (command.success) return { kind: 'Command', name: command.data.policy, action: command.data.rollout };
  const found = (JSON.stringify(event) ?? 'no input').slice(0, 200);
  throw new Error(
    `Invalid input: found ${found}; expected an event of Parameter Store or of a schedule, {"policies": ["NAME"]}, or ` +
      '{"rollout": "resume", "policy": "NAME"} or "abort", where each NAME is 1 to 64 lowercase letters, digits or hyphens.',
  );
}
