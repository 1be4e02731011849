import { sameContent } from '../../lib/domain/rollout/policy-text.ts';
import type { PolicyVersions } from '../../lib/domain/rollout/versions.ts';

/** Returns the names of the policies whose last edit has not started or ended a rollout yet. */
export const unprocessedPolicies = (policies: readonly PolicyVersions[]): readonly string[] =>
  policies.filter(isUnprocessed).map(({ name }) => name);

/** An invalid edit never starts a rollout. */
function isUnprocessed({ current, settled, open, isRecreated }: PolicyVersions): boolean {
  if (current.kind === 'Invalid') return false;
  return isRecreated === true || !(sameContent(current, settled) ? !open : sameContent(current, open?.next));
}

export const unprocessedLine = (policy: string): string =>
  `The service has not processed the last edit of policy "${policy}" yet. If that takes more than a minute, run: clr doctor`;
