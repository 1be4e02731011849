import { accountIn } from '../../../lib/domain/destination-arn.ts';
import type { ParameterFile } from '../../files/parameter-file.ts';
import type { SettingsFile } from '../../files/settings-file.ts';

export interface SettingsOptions {
  readonly account?: string;
  readonly allow?: readonly string[];
  readonly logLevelValidation?: 'error' | 'warn';
}

/** Options override the settings file. Without both, the account comes from the destinations in the file. */
export function settingsFor(
  file: ParameterFile,
  settings: SettingsFile | undefined,
  options: SettingsOptions,
) {
  const account = options.account ?? settings?.account ?? accountInArns(file.text);
  return {
    account,
    region: settings?.region,
    allowedDestinations:
      options.allow ?? settings?.allowedDestinations ?? defaultAllowedDestinations(account),
    logLevelValidation: options.logLevelValidation ?? settings?.logLevelValidation ?? 'error',
  };
}

/** The default of serverless.yml, plus every bucket: the ARN of a bucket does not contain an account. */
const defaultAllowedDestinations = (account: string): readonly string[] => [
  `arn:*:logs:*:${account}:log-group:*`,
  `arn:*:firehose:*:${account}:deliverystream/*`,
  'arn:*:s3:::*',
];

const accountInArns = (text: string): string =>
  [...text.matchAll(/arn:[\w-]+:(?:logs|firehose):[^"\s]*/g)]
    .map(([arn]) => accountIn(arn))
    .find(isAccount) ?? '000000000000';

const isAccount = (text: string): boolean => /^\d{12}$/.test(text);
