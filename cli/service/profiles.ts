import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../errors/cli-error.ts';

/** Sections of the configuration file that are not profiles. */
const OTHER_SECTION = /^(sso-session|services)\s/;
const SECTION = /^\s*\[\s*(.+?)\s*\]/gm;

/**
 * Returns the names of all profiles in the two files of the AWS CLI, without duplicates. The reader of the SDK omits profiles
 * without settings and names with spaces, which the AWS CLI knows.
 */
function profileNames(env: NodeJS.ProcessEnv): readonly string[] {
  const folder = join(env.HOME ?? homedir(), '.aws');
  const files = [
    env.AWS_CONFIG_FILE || join(folder, 'config'),
    env.AWS_SHARED_CREDENTIALS_FILE || join(folder, 'credentials'),
  ];
  const sections = files.flatMap((file) =>
    [...readIfPossible(file).matchAll(SECTION)].map(([, name = '']) => name),
  );
  const names = sections
    .filter((name) => !OTHER_SECTION.test(name))
    .map((name) => name.replace(/^profile\s+/, '').replace(/^(["'])(.*)\1$/, '$2'));
  return [...new Set(names)];
}

function readIfPossible(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Throws CliError if the profile does not exist. The SDK would search for credentials elsewhere. */
export function checkProfileExists(env: NodeJS.ProcessEnv): void {
  const profile = env.AWS_PROFILE;
  if (!profile || profile === 'default') return;
  const names = profileNames(env);
  if (names.includes(profile)) return;
  throw new CliError(
    `The profile ${JSON.stringify(profile)} does not exist.`,
    names.length === 0
      ? `No profile is configured. To create this one, run: aws configure --profile ${shellWord(profile)}`
      : `Correct --profile or AWS_PROFILE. Configured profiles: ${names.join(', ')}`,
  );
}

/** Quotes a word for a shell command if necessary. */
export const shellWord = (word: string): string =>
  /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
