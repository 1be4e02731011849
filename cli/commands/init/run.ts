import { join } from 'node:path';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { writeNewFile } from '../../files/new-file.ts';
import { makeFolder } from '../../files/new-folder.ts';
import { SETTINGS_FILE, type SettingsFile } from '../../files/settings-file.ts';
import type { ServiceOptions } from '../../service/options.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import {
  EXAMPLE_FILE,
  example,
  POLICY_SCHEMA_FILE,
  parameterJsonSchema,
  policyJsonSchema,
  SCHEMA_FILE,
} from './example.ts';

export interface InitOptions extends ServiceOptions {
  readonly fromService: boolean;
  readonly force: boolean;
}

/** `clr init`: writes an example, the schemas and, with `--from-service`, the settings of the service. */
export async function runInit(terminal: Terminal, folder: string, options: InitOptions): Promise<ExitCode> {
  const settings = options.fromService ? await settingsOfService(options) : undefined;
  const place = settings ?? { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
  const files: readonly (readonly [string, string])[] = [
    [EXAMPLE_FILE, example(place)],
    [SCHEMA_FILE, json(parameterJsonSchema())],
    [POLICY_SCHEMA_FILE, json(policyJsonSchema())],
    ...(settings ? [[SETTINGS_FILE, json(settings)] as const] : []),
  ];
  await makeFolder(folder);
  for (const [name, text] of files) {
    await writeNewFile(join(folder, name), text, options.force);
    terminal.info(`Created ${join(folder, name)}.`);
  }
  const exampleFile = join(folder, EXAMPLE_FILE);
  terminal.info(
    `\nNext:\n  clr validate ${exampleFile}\n  clr put ${place.region}_aBcDeFgHi ${exampleFile}   # your pool ID`,
  );
  return EXIT.success;
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

async function settingsOfService(options: ServiceOptions): Promise<SettingsFile> {
  const { findService } = await import('../../service/find-service.ts');
  const { account, partition, region, prefix, mode, allowedDestinations, logLevelValidation } = (
    await findService(options)
  ).settings;
  return {
    account,
    partition,
    region,
    prefix,
    mode,
    allowedDestinations: [...allowedDestinations],
    logLevelValidation,
  };
}
