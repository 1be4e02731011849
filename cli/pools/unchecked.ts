import { errorName } from '../../lib/aws/failures.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { formatSample } from '../terminal/text.ts';

/** A pool or a destination whose check did not run or failed. It does not change the exit code. */
export interface Unchecked {
  /** A pool ID or an ARN. */
  readonly subject: string;
  readonly reason: string;
}

export const INTERRUPTED = 'interrupted';
export const NO_TIME = 'the checks stop after two minutes';

/** The IAM action of each call of a check. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['DescribeLogGroups', 'logs:DescribeLogGroups'],
  ['DescribeDeliveryStream', 'firehose:DescribeDeliveryStream'],
  ['HeadBucket', 's3:ListBucket'],
  ['DescribeUserPool', 'cognito-idp:DescribeUserPool'],
]);

/** Returns the reason of a check that failed, with the permission that it needs. */
export function uncheckedReason(error: unknown): string {
  if (error instanceof RateLimitTimeoutError) return NO_TIME;
  if (!(error instanceof AwsCallError)) return errorName(error);
  const action = ACTIONS.get(error.operation);
  return action === undefined ? 'in another account or Region' : `${action}: ${error.errorName}`;
}

/** Returns one line for each reason. */
export function uncheckedLines(unchecked: readonly Unchecked[]): readonly string[] {
  const reasons = [...new Set(unchecked.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const subjects = unchecked.filter((one) => one.reason === reason).map(({ subject }) => subject);
    return `Not checked (${reason}): ${formatSample(subjects, subjects.length)}.`;
  });
}
