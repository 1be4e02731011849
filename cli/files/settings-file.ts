import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { MODES } from '../../lib/domain/desired.ts';
import { withoutByteOrderMark } from '../../lib/domain/parameter/text.ts';
import { CliError } from '../errors/cli-error.ts';

/** The settings of a deployed service that decide whether a parameter is valid. */
export const settingsFileSchema = z.object({
  account: z.string().regex(/^\d{12}$/, 'Expected twelve digits'),
  partition: z.string().min(1),
  region: z.string().min(1),
  prefix: z.string().startsWith('/'),
  mode: z.enum(MODES),
  allowedDestinations: z.array(z.string().min(1)).min(1),
  logLevelValidation: z.enum(['error', 'warn']),
});
export type SettingsFile = z.output<typeof settingsFileSchema>;

/** `clr init --from-service` writes this file; `clr validate` reads it from the current folder. */
export const SETTINGS_FILE = 'clr-settings.json';

/** Returns undefined when no file is given and the default file does not exist. Throws CliError. */
export async function readSettingsFile(given: string | undefined): Promise<SettingsFile | undefined> {
  const name = given ?? SETTINGS_FILE;
  const text = await readFile(name, 'utf8').catch((cause: unknown) => {
    if (given === undefined) return undefined;
    throw new CliError(`Cannot read ${name}.`, 'To create it, run: clr init --from-service', { cause });
  });
  if (text === undefined) return undefined;
  const read = settingsFileSchema.safeParse(asJson(text));
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new CliError(
    `${name} is not a valid settings file: ${issues}.`,
    'To create it again, run: clr init --from-service --force',
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(withoutByteOrderMark(text));
  } catch {
    return undefined;
  }
}
