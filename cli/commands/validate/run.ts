import { accountIn } from '../../../lib/domain/destination-arn.ts';
import { regionOf } from '../../../lib/domain/user-pool-id.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import {
  checkFile,
  describeFileFault,
  type ParameterFile,
  poolOf,
  readParameterFile,
} from '../../files/parameter-file.ts';
import { readSettingsFile, type SettingsFile } from '../../files/settings-file.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Format } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';

export interface ValidateOptions {
  readonly settings?: string;
  readonly account?: string;
  readonly allow?: readonly string[];
  readonly logLevelValidation?: 'error' | 'warn';
  readonly output: Format;
}

/** `clr validate`: every fault of every file with its place; no AWS call. */
export async function runValidate(
  terminal: Terminal,
  names: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const known = await readSettingsFile(options.settings);
  const checked = [];
  for (const name of names) {
    const file = await readParameterFile(name);
    checked.push({ file: name, ...checkFile(file, undefined, settingsFor(file, known, options)) });
  }
  if (known === undefined && options.account === undefined)
    terminal.talk(
      'account and allow-list unknown, so each file is held against its own: clr init --from-service',
    );
  const faults = checked.flatMap((one) => one.faults);
  const warnings = checked.flatMap((one) => one.warnings);
  if (options.output === 'json') terminal.data(jsonText('Validation', { files: checked }));
  else for (const fault of faults) terminal.data(describeFileFault(fault));
  for (const warning of warnings) terminal.talk(`warning: ${describeFileFault(warning)}`);
  const broken = checked.filter((one) => one.faults.length > 0).length;
  terminal.talk(
    broken === 0
      ? `${count(names.length, 'file')}: well`
      : `${count(faults.length, 'fault')} in ${broken} of ${count(names.length, 'file')}`,
  );
  return faults.length === 0 ? EXIT.fine : EXIT.error;
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;

/** Flags before the settings file; without either, the account that the file's own destinations name. */
function settingsFor(file: ParameterFile, known: SettingsFile | undefined, options: ValidateOptions) {
  const account = options.account ?? known?.account ?? accountNamedIn(file.text);
  const pool = poolOf(file);
  return {
    account,
    region: known?.region ?? (pool === undefined ? '' : regionOf(pool)),
    allowedDestinations: options.allow ?? known?.allowedDestinations ?? defaultAllowList(account),
    logLevelValidation: options.logLevelValidation ?? known?.logLevelValidation ?? 'error',
  };
}

/** serverless.yml's default. A bucket's ARN names no account: without a list nothing can be said of it. */
const defaultAllowList = (account: string): readonly string[] => [
  `arn:*:logs:*:${account}:log-group:*`,
  `arn:*:firehose:*:${account}:deliverystream/*`,
  'arn:*:s3:::*',
];

const accountNamedIn = (text: string): string =>
  [...text.matchAll(/arn:[\w-]+:(?:logs|firehose):[^"\s]*/g)]
    .map(([arn]) => accountIn(arn))
    .find(isAccount) ?? '000000000000';

const isAccount = (text: string): boolean => /^\d{12}$/.test(text);
