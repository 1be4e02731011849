import { type Command, InvalidArgumentError, Option } from 'commander';
import { isUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { OUTPUT_FORMATS } from '../terminal/output-format.ts';

/** Options that several commands share. */
export const withService = (command: Command): Command =>
  command
    .option('--stage <name>', 'the stage that the service was deployed as', 'dev')
    .option('--profile <name>', 'a profile of the AWS configuration')
    .option('--region <name>', 'the Region of the service and its pools');

export const withFormat = (command: Command): Command =>
  command.addOption(
    new Option('-o, --output <format>', 'how to print what is listed')
      .choices(OUTPUT_FORMATS)
      .default('table'),
  );

export const withYes = (command: Command): Command =>
  command.option('-y, --yes', 'do not ask before writing', false);

export const example = (command: Command, lines: readonly string[]): Command =>
  command.addHelpText('after', `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`);

export function poolId(text: string): string {
  if (!isUserPoolId(text))
    throw new InvalidArgumentError(
      `found ${JSON.stringify(text)}; expected a user pool's id, like eu-west-1_aBcDeFgHi.`,
    );
  return text;
}

export const poolIds = (text: string, earlier: readonly string[] = []): readonly string[] => {
  const id = poolId(text);
  return earlier.includes(id) ? earlier : [...earlier, id];
};

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError(`found ${JSON.stringify(text)}; expected a whole number.`);
  return value;
}

export function accountId(text: string): string {
  if (!/^\d{12}$/.test(text))
    throw new InvalidArgumentError(`found ${JSON.stringify(text)}; expected an account of twelve digits.`);
  return text;
}
