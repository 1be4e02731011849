import { parsePolicyValue } from '../../lib/domain/policy/parse.ts';
import { isPolicyName, type ParsedPolicy, POLICY_NAME_EXPECTED } from '../../lib/domain/policy/policy.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { CliError } from '../errors/cli-error.ts';
import { checkPolicyFile, type FileIssue, formatFileIssue } from '../files/check-file.ts';
import { baseNameOf } from '../files/file-extension.ts';
import { otherKindHint } from '../files/other-kind.ts';
import { readParameterFile } from '../files/parameter-file.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Throws CliError for a text that cannot be the name of a policy. */
export function checkPolicyName(name: string): void {
  if (isPolicyName(name)) return;
  throw new CliError(`${JSON.stringify(name)} is not the name of a policy.`, `Use ${POLICY_NAME_EXPECTED}.`);
}

/** Returns the issue of a file whose name cannot be the name of its policy. Standard input has no name. */
export const policyNameIssues = (file: string, policy: string): readonly FileIssue[] =>
  file === '-' || isPolicyName(policy)
    ? []
    : [
        {
          path: '',
          found: JSON.stringify(policy),
          expected: `a file name that is the name of the policy: ${POLICY_NAME_EXPECTED}`,
          place: { line: 1, column: 1 },
          file,
        },
      ];

/** Reads a policy whose name is that of the file. Prints all issues and throws CliError if it is not valid. */
export async function readPolicyFile(
  terminal: Terminal,
  file: string,
  settings: Settings,
): Promise<Extract<ParsedPolicy, { kind: 'Valid' }>> {
  if (file === '-')
    throw new CliError(
      'Standard input has no file name, which is the name of the policy.',
      'Save the policy to a file with the name of the policy: clr plan --policy policies/prod.yaml',
    );
  const name = baseNameOf(file);
  if (!isPolicyName(name))
    throw new CliError(
      `The name of the file ${file} is not the name of a policy.`,
      `Name the file after the policy, with ${POLICY_NAME_EXPECTED}: policies/prod.yaml`,
    );
  const read = await readParameterFile(file);
  const { errors } = checkPolicyFile(read, name, settings);
  const parsed =
    read.source.kind === 'Read' ? parsePolicyValue(read.source.value, name, settings) : undefined;
  if (errors.length === 0 && parsed?.kind === 'Valid') return parsed;
  for (const error of errors) terminal.info(formatFileIssue(error));
  throw new CliError(
    `${file} is not a valid policy.`,
    otherKindHint(read, 'Policy', 'plan') ?? `To check the file again, run: clr validate ${file}`,
  );
}
