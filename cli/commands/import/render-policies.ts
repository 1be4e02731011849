import type { Home } from '../../../html/destinations.ts';
import type { PolicyProposal } from '../../policies/propose.ts';
import { policyDelivery, selectionText } from '../../policies/selection-text.ts';
import { formatSample, indent, pluralize } from '../../terminal/text.ts';

export interface ProposedFile extends PolicyProposal {
  /** The file of the policy; undefined if none was written. */
  readonly to?: string;
}

/** A pool that no proposed policy covers. */
export interface PoolLeft {
  readonly userPoolId: string;
  readonly reason: string;
  /** The pool could not be read, or its configuration is not valid. */
  readonly isFailed: boolean;
  /** Only a parameter of its own describes the pool: it sends logs, and has neither a parameter nor a policy. */
  readonly needsParameter: boolean;
}

/** Formats what each proposed policy covers, and the pools that are left. */
export function proposalsText(
  policies: readonly ProposedFile[],
  left: readonly PoolLeft[],
  home: Home,
): string {
  const covered = policies.reduce((sum, { userPoolIds }) => sum + userPoolIds.length, 0);
  const alone = left.filter(({ needsParameter }) => needsParameter).length;
  const others = left.length - alone;
  const reasons = [...new Set(left.map(({ reason }) => reason))];
  const first = policies.find(({ to }) => to !== undefined);
  return [
    ...policies.flatMap(({ name, to, value, userPoolIds }) => [
      to ?? name,
      ...indent([
        `${pluralize(userPoolIds.length, 'pool')}: ${formatSample(userPoolIds, userPoolIds.length)}`,
        `Selects ${selectionText(value.Select)}`,
        `Sends ${policyDelivery(value.LogConfigurations, home)}`,
      ]),
    ]),
    ...(policies.length > 0 ? [''] : []),
    `${pluralize(policies.length, 'policy', 'policies')} for ${pluralize(covered, 'pool')}. ${pluralize(alone, 'pool')} left for parameters.${others === 0 ? '' : ` ${pluralize(others, 'pool')} not included.`}`,
    ...reasons.map((reason) => {
      const ids = left.filter((one) => one.reason === reason).map(({ userPoolId }) => userPoolId);
      return `  ${reason} ${formatSample(ids, ids.length)}`;
    }),
    ...(first?.to === undefined
      ? policies.length > 0
        ? ['To write the policies to files, add --out FOLDER.']
        : []
      : [
          `To see that no pool changes, run: clr plan --policy ${first.to}`,
          `To write a policy, run: clr policy put ${first.name} ${first.to}`,
        ]),
  ].join('\n');
}
