import { accountIn } from '../../../lib/domain/destination-arn.ts';
import { regionOf } from '../../../lib/domain/user-pool-id.ts';
import { type ParameterFile, poolOf } from '../../files/parameter-file.ts';
import type { SettingsFile } from '../../files/settings-file.ts';

export interface SettingsOptions {
  readonly account?: string;
  readonly allow?: readonly string[];
  readonly logLevelValidation?: 'error' | 'warn';
}

/** Flags before the settings file; without either, the account that the file's own destinations name. */
export function settingsFor(
  file: ParameterFile,
  settings: SettingsFile | undefined,
  options: SettingsOptions,
) {
  const account = options.account ?? settings?.account ?? accountNamedIn(file.text);
  const pool = poolOf(file);
  return {
    account,
    region: settings?.region ?? (pool === undefined ? '' : regionOf(pool)),
    allowedDestinations: options.allow ?? settings?.allowedDestinations ?? defaultAllowList(account),
    logLevelValidation: options.logLevelValidation ?? settings?.logLevelValidation ?? 'error',
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
