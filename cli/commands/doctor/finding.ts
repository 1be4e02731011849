import { errorName } from '../../../lib/aws/failures.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';

/** `unknown`: the check failed; the other checks continue. */
export type Level = 'problem' | 'warning' | 'unknown' | 'ok';

/** The result of one check: the problem, the reason why it matters, and the command that fixes it. */
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

/** Error names when the endpoint, for example a local cloud, does not support the service. */
const UNSUPPORTED_ERRORS: readonly string[] = ['UnknownOperationException', 'SyntaxError', 'NotImplemented'];

/** Runs a check. Returns an `unknown` finding when it fails, for example without a permission. */
export async function runCheck(
  subject: string,
  action: string,
  check: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [notChecked(subject, action, error instanceof AwsCallError ? error.errorName : errorName(error))];
  }
}

export function notChecked(subject: string, action: string, name: string): Finding {
  const found = { level: 'unknown', subject } as const;
  if (UNSUPPORTED_ERRORS.includes(name))
    return { ...found, message: `Not checked: this endpoint does not support ${action}.` };
  const isDenied = /denied|authorized|unauthorized/i.test(name);
  const hint = isDenied ? `Allow ${action} for the role or user that runs this command.` : 'Try again later.';
  return { ...found, message: `Not checked: ${name}.`, reason: `The call to ${action} failed.`, hint };
}
