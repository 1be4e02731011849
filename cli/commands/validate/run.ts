import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, checkPolicyFile, formatFileIssue, unreadableFile } from '../../files/check-file.ts';
import { readContent } from '../../files/file-content.ts';
import { parameterFile } from '../../files/parameter-file.ts';
import { readSettingsFile, type SettingsFile } from '../../files/settings-file.ts';
import { isPolicyFile, policyNameIssues, policyNameOfFile } from '../../policies/policy-file.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { type SettingsOptions, settingsFor } from './settings-for.ts';

export interface ValidateOptions extends SettingsOptions {
  readonly settings?: string;
  readonly output: OutputFormat;
}

/** `clr validate`: prints every error of every file with its place. Makes no AWS calls. */
export async function runValidate(
  terminal: Terminal,
  names: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const settings = await readSettingsFile(options.settings);
  const checked = [];
  for (const name of names) {
    checked.push({ file: name, ...(await check(name, settings, options)) });
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
      ? `${pluralize(names.length, 'file is', 'files are')} valid.`
      : `Found ${pluralize(errors.length, 'error')} in ${invalid} of ${names.length} files.`,
  );
  return errors.length === 0 ? EXIT.success : EXIT.error;
}

/** Checks one file: a policy, or the parameter of a pool. A file that is not readable is one error, so that the others are checked too. */
async function check(name: string, settings: SettingsFile | undefined, options: ValidateOptions) {
  const content = await readContent(name);
  if (content.kind === 'Unreadable') return { errors: [unreadableFile(name, content)], warnings: [] };
  const file = parameterFile(name, content.text);
  const parseSettings = settingsFor(file, settings, options);
  if (!isPolicyFile(file)) return checkFile(file, undefined, parseSettings);
  const policy = policyNameOfFile(name);
  const { errors, warnings } = checkPolicyFile(file, policy, parseSettings);
  return { errors: [...policyNameIssues(name, policy), ...errors], warnings };
}
