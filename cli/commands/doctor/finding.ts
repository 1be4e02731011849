import { errorName } from '../../../lib/aws/failures.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { withSelection } from '../../terminal/with-selection.ts';

/** `unknown`: the check could not run. The other checks continue. */
export type Level = 'problem' | 'warning' | 'unknown' | 'ok';

/** The result of one check: what is wrong, where, why it matters, and the command that fixes it. */
export interface Finding {
  readonly level: Level;
  /** A pool's ID, an ARN, or a part of the stack. */
  readonly subject: string;
  /** The name of the pool, if the subject is a pool. */
  readonly userPoolName?: string;
  readonly message: string;
  readonly reason?: string;
  readonly hint?: string;
  /**
   * Values in the texts that differ between findings with the same cause, by the word that replaces them in a group of
   * findings: `{ STACK: 'shop-prod' }`.
   */
  readonly values?: Readonly<Record<string, string>>;
}

/** Adds the name of the pool, and how the operator selected the service to the command that fixes the problem. */
export const forOperator = (
  { hint, ...finding }: Finding,
  userPoolName: string | undefined,
  selection: ServiceOptions,
): Finding => ({
  ...finding,
  ...(userPoolName && { userPoolName }),
  ...(hint !== undefined && { hint: withSelection(hint, selection) }),
});

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

/** Adds the values that differ between findings with the same cause. */
export const withValues = (finding: Finding, values: Readonly<Record<string, string>>): Finding => ({
  ...finding,
  values,
});

/** The error names of an endpoint that does not support the service, such as a local cloud, or of the SDK there. */
const NOT_SUPPORTED: readonly string[] = ['UnknownOperationException', 'SyntaxError', 'NotImplemented'];

/** Runs a check. A missing permission or an unsupported service gives an `unknown` finding. */
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
  if (NOT_SUPPORTED.includes(name))
    return { ...found, message: `Not checked: this endpoint does not support ${action}.` };
  const isDenied = /denied|authorized|unauthorized/i.test(name);
  const hint = isDenied ? `Allow ${action} in your IAM policy.` : 'Try again later.';
  return { ...found, message: `Not checked: ${name}.`, reason: `The call to ${action} failed.`, hint };
}
