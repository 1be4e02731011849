import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { MODES } from '../../lib/domain/desired.ts';
import { CliError } from '../errors/cli-error.ts';

/** What a deployed service was set to, as far as a parameter's validity depends on it. */
export const settingsFileSchema = z.object({
  account: z.string().regex(/^\d{12}$/, 'twelve digits'),
  partition: z.string().min(1),
  region: z.string().min(1),
  prefix: z.string().startsWith('/'),
  mode: z.enum(MODES),
  allowedDestinations: z.array(z.string().min(1)).min(1),
  logLevelValidation: z.enum(['error', 'warn']),
});
export type SettingsFile = z.output<typeof settingsFileSchema>;

/** Written by `clr init --from-service`; `clr validate` takes it up where it lies in the current folder. */
export const SETTINGS_FILE = 'clr-settings.json';

/** Undefined where nobody named a file and there is none. Throws CliError. */
export async function readSettingsFile(given: string | undefined): Promise<SettingsFile | undefined> {
  const name = given ?? SETTINGS_FILE;
  const text = await readFile(name, 'utf8').catch((cause: unknown) => {
    if (given === undefined) return undefined;
    throw new CliError(`${name} cannot be read`, 'clr init --from-service writes one', { cause });
  });
  if (text === undefined) return undefined;
  const read = settingsFileSchema.safeParse(asJson(text));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new CliError(`${name} is not what init wrote: ${faults}`, 'clr init --from-service writes it anew');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
