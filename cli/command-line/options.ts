import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PoolSelector } from '../pools/select-pools.ts';
import { checkProfile, checkRegion, checkStage, oneCall } from '../service/names.ts';
import { OUTPUT_FORMATS } from '../terminal/output-format.ts';

/** Adds the options of the commands that call AWS. */
export const withService = (command: Command): Command =>
  command
    .addOption(
      new Option('--stage <name>', 'Use this stage, dev by default')
        .env('CLR_STAGE')
        .argParser(once('stage', checkStage)),
    )
    .addOption(
      new Option('--profile <name>', 'Use this profile of the AWS configuration').argParser(
        once('profile', checkProfile),
      ),
    )
    .addOption(new Option('--region <name>', 'Use this Region').argParser(once('Region', checkRegion)));

/** Returns the parser of an option that a call can have only once. The last one would win silently. */
const once =
  (noun: string, check: (text: string) => string | undefined) =>
  (text: string, earlier?: string): string => {
    const problem = earlier === undefined ? check(text) : `Found a second ${noun}. ${oneCall(noun)}`;
    if (problem !== undefined) throw new InvalidArgumentError(problem);
    return text;
  };

/** Adds the options of the commands that read several accounts and Regions. Call it after `withService`. */
export const withTargets = (command: Command): Command =>
  command
    .addOption(
      new Option('--targets <file>', 'Read all accounts and Regions in this file').conflicts([
        'profile',
        'region',
        'profiles',
        'regions',
        'watch',
      ]),
    )
    .addOption(
      new Option('--profiles <names>', 'Read with each of these profiles, separated by commas')
        .argParser(severalOf('profile', checkProfile))
        .conflicts(['profile', 'watch']),
    )
    .addOption(
      new Option('--regions <names>', 'Read each of these Regions, separated by commas')
        .argParser(severalOf('Region', checkRegion))
        .conflicts(['region', 'watch']),
    );

/** Returns the parser of a list without duplicates. */
const severalOf =
  (noun: string, check: (text: string) => string | undefined) =>
  (text: string, earlier?: readonly string[]): readonly string[] => {
    const names = text.split(',').map((name) => name.trim());
    const problem =
      earlier === undefined ? names.map(check).find((one) => one !== undefined) : 'Specify one list.';
    if (problem !== undefined) throw new InvalidArgumentError(problem);
    const again = names.find((name, at) => names.indexOf(name) !== at);
    if (again !== undefined) throw new InvalidArgumentError(`Found the ${noun} ${again} a second time.`);
    return names;
  };

export const withFormat = (command: Command): Command =>
  command.addOption(
    new Option('-o, --output <format>', 'Set the output format').choices(OUTPUT_FORMATS).default('table'),
  );

export const withYes = (command: Command): Command =>
  command.option('-y, --yes', 'Write without asking for confirmation', false);

/** Adds the option for accounts with another quota of PutParameter. */
export const withWriteRate = (command: Command): Command =>
  command.option(
    '--write-rate <n>',
    'Write this many parameters per second; 3 by default, the default quota of AWS',
    positiveNumber,
  );

/** Adds the option that refuses a write when the parameter has another version. */
export const withIfVersion = (command: Command): Command =>
  command.option(
    '--if-version <n>',
    'Write only if this is the current version of the parameter; 0: none exists',
    wholeNumber,
  );

export const example = (command: Command, lines: readonly string[]): Command =>
  command.addHelpText('after', `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`);

/** The description of an argument that `poolSelectors` parses. */
export const POOLS_ARGUMENT = 'Pool IDs, names, or patterns with *; all pools if omitted';

export const MANAGED_POOLS_ARGUMENT = 'Pool IDs, names, or patterns with *; all managed pools if omitted';
export const CHOSEN_POOLS_ARGUMENT = 'Pool IDs, names, or patterns with *';
export const POOL_ARGUMENT = 'The ID or the name of the pool, or a pattern with * for one pool';

/** Parses an ID, a name or a pattern. `selectPools` finds the pools. */
export function poolSelector(text: string): PoolSelector {
  if (text.trim() === '')
    throw new InvalidArgumentError(
      `Found ${JSON.stringify(text)}. Expected the ID or the name of a user pool.`,
    );
  return text;
}

export const poolSelectors = (
  text: string,
  earlier: readonly PoolSelector[] = [],
): readonly PoolSelector[] => [...earlier, poolSelector(text)];

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError(`Found ${JSON.stringify(text)}. Expected a whole number.`);
  return value;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0)
    throw new InvalidArgumentError(`Found ${JSON.stringify(text)}. Expected a number greater than 0.`);
  return value;
}

export function accountId(text: string): string {
  if (!/^\d{12}$/.test(text))
    throw new InvalidArgumentError(`Found ${JSON.stringify(text)}. Expected an account ID of twelve digits.`);
  return text;
}
