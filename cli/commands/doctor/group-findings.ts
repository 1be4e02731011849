import { withoutValue } from '../../../html/problem-groups.ts';
import { isUserPoolId } from '../../../lib/domain/user-pool-id.ts';
import { collapse } from '../../pools/collapse.ts';
import type { Finding } from './finding.ts';

/** The subjects that can have the same cause. Each part of the stack exists once. */
export type SubjectKind = 'pool' | 'destination';

/** The findings with one cause. */
export interface FindingGroup {
  /** In a group of several findings, the texts contain placeholders for the values that differ. */
  readonly finding: Finding;
  readonly kind: SubjectKind;
  /** All findings of the group. Empty if the finding is alone. */
  readonly members: readonly Finding[];
}

const kindOf = ({ subject }: Finding): SubjectKind | undefined =>
  isUserPoolId(subject) ? 'pool' : subject.startsWith('arn:') ? 'destination' : undefined;

/** Groups the findings about pools and destinations by cause, in the order of the first finding of each cause. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const causeOf = (finding: Finding): string | undefined => {
    const { level, message, reason, hint } = generalized(finding);
    const kind = kindOf(finding);
    return kind && JSON.stringify([level, kind, message, reason, hint]);
  };
  return collapse(findings, causeOf).map(({ first, others }) => {
    const kind = kindOf(first) ?? 'pool';
    return others.length === 0
      ? { finding: first, kind, members: [] }
      : { finding: generalized(first), kind, members: [first, ...others] };
  });
}

/** Replaces the pool ID and the values by placeholders, and removes the invalid value that was found in a parameter. */
function generalized(finding: Finding): Finding {
  const { subject, message, reason, hint, values } = finding;
  const replacements = Object.entries({ ...(isUserPoolId(subject) && { POOL: subject }), ...values });
  const general = (text: string): string =>
    replacements.reduce((replaced, [word, value]) => replaceWord(replaced, value, word), text);
  return {
    ...finding,
    message: withoutValue(general(message)),
    ...(reason !== undefined && { reason: general(reason) }),
    ...(hint !== undefined && { hint: general(hint) }),
  };
}

/** Replaces whole words only: a log group can have the name `a`. */
const replaceWord = (text: string, value: string, word: string): string =>
  text
    .split(/(\s+)/)
    .map((part) => (part.replace(/[.;:,]+$/, '') === value ? part.replace(value, word) : part))
    .join('');
