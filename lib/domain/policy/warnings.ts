import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import type { Criteria, Policy } from './policy.ts';

/** Warns of a `Mandatory` policy that a principal with permissions for a pool can avoid. */
export function policyWarnings({ Precedence, Select }: Policy): readonly ValidationIssue[] {
  if (Precedence !== 'Mandatory') return [];
  return [...avoidable(Select, 'Select'), ...avoidable(Select.Exclude ?? {}, 'Select.Exclude')];
}

const avoidable = ({ Tags, Names }: Criteria, path: string): readonly ValidationIssue[] => [
  ...(Tags
    ? [
        warning(
          `${path}.Tags`,
          Tags,
          'a principal who can tag a pool can move it out of this Mandatory policy. Restrict ' +
            'cognito-idp:TagResource, cognito-idp:UntagResource and cognito-idp:UpdateUserPool, or select by Ids.',
        ),
      ]
    : []),
  ...(Names
    ? [
        warning(
          `${path}.Names`,
          Names,
          'a principal who can rename a pool can move it out of this Mandatory policy. Restrict ' +
            'cognito-idp:UpdateUserPool, or select by Ids.',
        ),
      ]
    : []),
];

const warning = (path: string, value: unknown, message: string): ValidationIssue => ({
  path,
  found: formatValue(value),
  expected: 'Ids in a Mandatory policy',
  message,
});
