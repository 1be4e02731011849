import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import {
  checkFile,
  checkPolicyFile,
  type FileIssue,
  formatFileIssue,
  unreadableFile,
} from '../../files/check-file.ts';
import { readContent } from '../../files/file-content.ts';
import { codeOf, isFolder } from '../../files/file-error.ts';
import { baseNameOf } from '../../files/file-extension.ts';
import { kindOfFile } from '../../files/file-kind.ts';
import { filesInFolder } from '../../files/folder-files.ts';
import { parameterFile } from '../../files/parameter-file.ts';
import { readSettingsFile, type SettingsFile } from '../../files/settings-file.ts';
import { policyNameIssues } from '../../policies/policy-file.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { type SettingsOptions, settingsFor } from './settings-for.ts';

export interface ValidateOptions extends SettingsOptions {
  readonly settings?: string;
  readonly output: OutputFormat;
}

/** `clr validate`: prints every error of every file, also of those in folders, with its place. Makes no AWS calls. */
export async function runValidate(
  terminal: Terminal,
  names: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const settings = await readSettingsFile(options.settings);
  const checked = [];
  for (const name of names) {
    const files = await filesOf(name);
    if (typeof files === 'string')
      checked.push({ file: name, errors: [folderIssue(name, files)], warnings: [] });
    else for (const file of files) checked.push({ file, ...(await check(file, settings, options)) });
  }
  if (settings === undefined && options.account === undefined)
    terminal.info(
      'Account and allowed destinations are unknown. Each file is checked against the account in its ARNs.\nTo use the settings of the service, run: clr init --from-service',
    );
  const errors = checked.flatMap((file) => file.errors);
  const warnings = checked.flatMap((file) => file.warnings);
  const scope = { account: options.account ?? settings?.account, region: settings?.region };
  if (options.output === 'json') terminal.print(jsonText('Validation', scope, { files: checked }), 'data');
  else for (const error of errors) terminal.print(formatFileIssue(error));
  for (const warning of warnings) terminal.info(`warning: ${formatFileIssue(warning)}`);
  const invalid = checked.filter((file) => file.errors.length > 0).length;
  terminal.info(
    invalid === 0
      ? `${pluralize(checked.length, 'file is', 'files are')} valid.`
      : `Found ${pluralize(errors.length, 'error')} in ${invalid} of ${checked.length} files.`,
  );
  return errors.length === 0 ? EXIT.success : EXIT.error;
}

/** Returns the files in a folder, or the file itself; for a folder without files, the problem. */
async function filesOf(name: string): Promise<readonly string[] | string> {
  if (name === '-' || !(await isFolder(name))) return [name];
  try {
    const files = await filesInFolder(name);
    return files.length > 0 ? files : 'the folder contains no JSON or YAML file';
  } catch (error) {
    return `cannot read the folder (${codeOf(error)})`;
  }
}

const folderIssue = (file: string, problem: string): FileIssue => ({
  path: '',
  found: problem,
  expected: 'a folder with JSON or YAML files',
  message: `${problem}. Specify a folder with files .json, .yaml or .yml.`,
  file,
});

/** Checks one file: a policy, or the parameter of a pool. A file that is not readable is one error, so that the others are checked too. */
async function check(name: string, settings: SettingsFile | undefined, options: ValidateOptions) {
  const content = await readContent(name);
  if (content.kind === 'Unreadable') return { errors: [unreadableFile(name, content)], warnings: [] };
  const file = parameterFile(name, content.text);
  const parseSettings = settingsFor(file, settings, options);
  if (kindOfFile(file) !== 'Policy') return checkFile(file, undefined, parseSettings);
  const policy = baseNameOf(name);
  const { errors, warnings } = checkPolicyFile(file, policy, parseSettings);
  return { errors: [...policyNameIssues(name, policy), ...errors], warnings };
}
