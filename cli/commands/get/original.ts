import type { PoolRecord } from '../../../lib/domain/record.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import type { GetFormat } from '../../parameters/get-formats.ts';
import { yamlText } from '../../parameters/yaml.ts';
import type { OpenService } from '../../service/open-service.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatTimestamp } from '../../terminal/time.ts';

/** The configuration of a pool before the service managed it. */
export type Original = NonNullable<PoolRecord['Original']>;

/** Throws CliError if the service never managed the pool. */
export async function readOriginal({ records }: OpenService, userPoolId: string): Promise<Original> {
  const original = (await records.read(userPoolId))?.Original;
  if (original !== undefined) return original;
  throw new CliError(
    `The service has never managed ${userPoolId}, so its original configuration is not recorded.`,
    `To print the pool's current configuration, run: clr import ${userPoolId}`,
  );
}

export async function printOriginal(
  terminal: Terminal,
  service: OpenService,
  userPoolId: string,
  output: GetFormat,
): Promise<ExitCode> {
  const original = await readOriginal(service, userPoolId);
  terminal.info(`Configuration of the pool on ${originalTime(original)}:`);
  terminal.print(
    output === 'json'
      ? jsonText('Original', service.settings, { userPoolId, ...originalMembers(original) })
      : originalText(original, output),
    'data',
  );
  return EXIT.success;
}

/** Returns for example `2026-11-28 01:26:55, before the service managed it`. */
export const originalTime = ({ At }: Original): string =>
  `${formatTimestamp(At)}, before the service managed it`;

export const originalMembers = ({ At, LogConfigurations }: Original) => ({
  at: At,
  logConfigurations: LogConfigurations,
});

/** Returns the text of a parameter with this configuration. */
export const originalText = ({ LogConfigurations }: Original, output: Exclude<GetFormat, 'json'>): string =>
  output === 'yaml' ? yamlText({ LogConfigurations }) : JSON.stringify({ LogConfigurations }, null, 2);
