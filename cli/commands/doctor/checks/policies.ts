import { type ParsedPolicy, policyParameterName } from '../../../../lib/domain/policy/policy.ts';
import { formatIssue } from '../../../../lib/domain/validation-issue.ts';
import { MISNAMED_REASON, renameCommands } from '../../../policies/misnamed-policy.ts';
import { type Finding, ok, problem } from '../finding.ts';

const SUBJECT_START = 'policy "';

/** Returns the subject of a finding about a policy. */
export const policySubject = (name: string): string => `${SUBJECT_START}${name}"`;

/** Whether a finding is about a policy: not the stack, so that other pools can be fine. */
export const isPolicySubject = (subject: string): boolean => subject.startsWith(SUBJECT_START);

/** Reports each error of each invalid policy, also of those that select none of the checked pools. */
export const checkPolicies = (policies: readonly ParsedPolicy[]): readonly Finding[] =>
  policies.flatMap((parsed) => {
    const subject = policySubject(parsed.name);
    if (parsed.kind === 'Valid') return [ok(subject, 'The policy is valid.')];
    return parsed.issues.map((issue) =>
      problem(
        subject,
        formatIssue(issue),
        'The policy is invalid. The service changes nothing because of it, and new pools do not get it.',
        editPolicy(parsed.name),
      ),
    );
  });

/** Reports each parameter below the prefix of policies whose name cannot be the name of a policy. */
export const checkPolicyNames = (prefix: string, misnamed: readonly string[]): readonly Finding[] =>
  misnamed.map((name) =>
    problem(
      `${SUBJECT_START}${name}"`,
      `The parameter ${policyParameterName(prefix, name)} does not have the name of a policy.`,
      MISNAMED_REASON,
      renameCommands(prefix, name),
    ),
  );

/** Returns the commands that edit a policy. */
export const editPolicy = (name: string): string =>
  `clr policy get ${name} -o yaml > ${name}.yaml; $EDITOR ${name}.yaml; clr policy put ${name} ${name}.yaml`;
