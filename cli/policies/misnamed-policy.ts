import { POLICY_NAME_EXPECTED, policyParameterName } from '../../lib/domain/policy/policy.ts';
import { shellWord } from '../service/profiles.ts';

/** Why the service does not use a parameter below `<prefix>/policies`. */
export const MISNAMED_REASON = `The name of a policy is ${POLICY_NAME_EXPECTED}. The service ignores the parameter.`;

/** Returns the commands that write the content under a valid name, and delete the parameter. */
export function renameCommands(prefix: string, name: string): string {
  const parameter = shellWord(policyParameterName(prefix, name));
  const valid = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
  const policy = valid === '' ? 'NAME' : valid;
  return `aws ssm get-parameter --name ${parameter} --query Parameter.Value --output text > ${policy}.json; clr policy put ${policy} ${policy}.json; aws ssm delete-parameter --name ${parameter}`;
}
