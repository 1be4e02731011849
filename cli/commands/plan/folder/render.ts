import { showInvisible } from '../../../../lib/domain/invisible.ts';
import { formatFileIssue } from '../../../files/check-file.ts';
import type { Collapsed } from '../../../pools/collapse.ts';
import { nameAndId } from '../../../pools/pool-names.ts';
import { differenceLines } from '../../../terminal/difference.ts';
import type { TerminalStyle } from '../../../terminal/terminal.ts';
import { formatSample, indent, pluralize } from '../../../terminal/text.ts';
import { wrapText } from '../../../terminal/wrap.ts';
import { generalizedDifferences, type ShownChange } from './change-groups.ts';

const INDENT = 4;
const HANG = INDENT - 2;

/** Returns what the change concerns: its file with the name of the pool, or the parameter without a file. */
function changeSubject({ kind, name, file, userPoolName }: ShownChange): string {
  if (file === undefined) return kind === 'Pool' ? nameAndId(name, userPoolName) : `Policy "${name}"`;
  return `${showInvisible(file)}${userPoolName ? ` (${showInvisible(userPoolName)})` : ''}`;
}

/** Returns the heading of a change: `will be updated (version 3)`. */
function changeHeading({ step, stored }: ShownChange, prune: boolean): string {
  const version = `version ${stored?.version ?? 0}`;
  switch (step) {
    case 'Create':
      return 'new parameter';
    case 'Update':
      return `changes ${version} of the parameter`;
    case 'Delete':
      return prune ? `has no file; ${version} will be deleted` : `has no file; ${version} is kept`;
    case 'Invalid':
      return stored === undefined ? 'invalid' : `invalid; ${version} of the parameter is kept`;
    case 'Unchanged':
      return 'unchanged';
  }
}

const SIGNS: Readonly<Record<ShownChange['step'], string>> = {
  Create: '+',
  Update: '~',
  Delete: '-',
  Invalid: '!',
  Unchanged: '=',
};

const changeSign = ({ step }: ShownChange, prune: boolean): string =>
  step === 'Delete' && !prune ? '?' : SIGNS[step];

/** Formats one change, or several ones that are the same. */
export function changeText(
  { first, others }: Collapsed<ShownChange>,
  prune: boolean,
  { colors, width }: TerminalStyle,
): string {
  const count = others.length + 1;
  const subject = count === 1 ? changeSubject(first) : subjectOfMany(first, count);
  const heading = count === 1 ? changeHeading(first, prune) : headingOfMany(first, prune);
  const paint = first.step === 'Delete' && !prune ? (text: string) => text : colors.bold;
  const differences = count === 1 ? first.differences : generalizedDifferences(first);
  const style = { colors, width: width && width - INDENT };
  const all = [first, ...others].map(changeSubject);
  const below = indent(
    [
      ...first.errors.map(formatFileIssue),
      ...differenceLines(differences, style),
      ...(first.step === 'Update' && differences.length === 0 ? [NO_MEMBER] : []),
      ...(first.effect === undefined ? [] : [first.effect]),
      ...(count === 1 ? [] : [`${formatSample(all, count)}. To see each one, add --all.`]),
    ],
    INDENT,
  ).join('\n');
  const head = paint(wrapText(`${changeSign(first, prune)} ${subject}  ${heading}`, width, HANG));
  return below === '' ? head : `${head}\n${wrapText(below, width)}`;
}

const NO_MEMBER = 'The stored text is not valid.';

const subjectOfMany = ({ kind, file }: ShownChange, count: number): string =>
  file === undefined
    ? pluralize(count, kind === 'Pool' ? 'pool' : 'policy', kind === 'Pool' ? 'pools' : 'policies')
    : pluralize(count, 'file');

const headingOfMany = ({ step }: ShownChange, prune: boolean): string => {
  if (step === 'Create') return 'new parameters';
  if (step === 'Update') return 'change their parameters';
  return prune ? 'have no file; their parameters will be deleted' : 'have no file; their parameters are kept';
};
