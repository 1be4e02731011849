import { errorName } from '../../../lib/aws/failures.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';

/** `unknown`: it could not be checked, and the rest goes on. */
export type Level = 'problem' | 'warning' | 'unknown' | 'ok';

/** What was looked at, what was found, why it matters, and the command that mends it. */
export interface Finding {
  readonly level: Level;
  /** A pool's id, an ARN, or a part of the stack. */
  readonly subject: string;
  readonly message: string;
  readonly reason?: string;
  readonly hint?: string;
}

export const ok = (subject: string, message: string): Finding => ({ level: 'ok', subject, message });

export const problem = (subject: string, message: string, reason: string, hint: string): Finding => ({
  level: 'problem',
  subject,
  message,
  reason,
  hint,
});

export const warning = (subject: string, message: string, reason: string, hint: string): Finding => ({
  ...problem(subject, message, reason, hint),
  level: 'warning',
});

/** What an endpoint says, or what the SDK says of its answer, where it does not know the service: a local cloud. */
const NOT_OFFERED: readonly string[] = ['UnknownOperationException', 'SyntaxError', 'NotImplemented'];

/** Runs a check; one that lacks a permission, or a service that is not there, is told as such. */
export async function checking(
  subject: string,
  action: string,
  check: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [unchecked(subject, action, error instanceof AwsCallError ? error.errorName : errorName(error))];
  }
}

export function unchecked(subject: string, action: string, name: string): Finding {
  const found = { level: 'unknown', subject } as const;
  if (NOT_OFFERED.includes(name))
    return { ...found, message: `not checked: ${action} is not offered by this endpoint` };
  const isDenied = /denied|authorized|unauthorized/i.test(name);
  const hint = isDenied ? `allow ${action} to whoever runs this` : 'try again later';
  return { ...found, message: `not checked: ${name}`, reason: `${action} was not answered`, hint };
}
