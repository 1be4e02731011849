import * as z from 'zod/mini';
import { isPolicyName, policyNameFrom } from '../lib/domain/policy/policy.ts';

/** The event of Parameter Store (docs/aws-facts.md#parameter-events). The policy is read again, so only its name counts. */
const parameterEvent = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('Parameter Store Change'),
  detail: z.object({ name: z.string() }),
});
const input = z.strictObject({
  policies: z.array(z.string().check(z.refine(isPolicyName))).check(z.minLength(1)),
});

/**
 * Returns the names of the edited policies: one for an event, none if the parameter is not that of a policy. Throws an Error
 * that describes the expected input.
 */
export function parsePoliciesInput(event: unknown, prefix: string): readonly string[] {
  const edited = parameterEvent.safeParse(event);
  if (edited.success) {
    const name = policyNameFrom(prefix, edited.data.detail.name);
    return name === undefined ? [] : [name];
  }
  const read = input.safeParse(event);
  if (read.success) return [...new Set(read.data.policies)];
  const found = (JSON.stringify(event) ?? 'no input').slice(0, 200);
  throw new Error(
    `Invalid input: found ${found}; expected an event of Parameter Store or {"policies": ["NAME"]}, ` +
      'where each NAME is 1 to 64 lowercase letters, digits or hyphens.',
  );
}
