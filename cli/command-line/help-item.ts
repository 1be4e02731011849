import { Help, type Option } from 'commander';

/** On a narrower terminal, the description of an option is below its name. */
const MIN_WIDTH_BESIDE = 60;
const INDENT = ' '.repeat(6);

/** Formats an argument, option or command in the help, for `configureHelp` of commander. */
export function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  if (width >= MIN_WIDTH_BESIDE || description === '')
    return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
  const wrapped = helper.boxWrap(description, Math.max(20, width - INDENT.length));
  return `  ${term}\n${wrapped.replaceAll(/^/gm, INDENT)}`;
}

/** Describes an option in the help. Without the default `false`: every option without a value is off by default. */
export const optionDescription = (option: Option): string =>
  Help.prototype.optionDescription
    .call(new Help(), option)
    .replace(' (default: false)', '')
    .replace(', default: false', '');
