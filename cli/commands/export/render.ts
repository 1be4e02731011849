import { showInvisible } from '../../../lib/domain/invisible.ts';
import { differenceLines } from '../../terminal/difference.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { countedQuestion, formatSample, indent, pluralize } from '../../terminal/text.ts';
import type { FileDecision } from './decide-file.ts';

/** The result of one file. A member of the JSON. */
export interface ExportedFile
  extends Pick<FileDecision, 'kind' | 'name' | 'file' | 'differences' | 'reasons'> {
  /**
   * `renamed`: only the name in the comment changed. `orphaned`: the parameter does not exist, and the file was not removed.
   */
  readonly result: 'created' | 'updated' | 'renamed' | 'unchanged' | 'removed' | 'orphaned' | 'failed';
}

/** Returns the files that would be overwritten or removed, with the differences from the file to Parameter Store. */
export function changeLines(
  lossy: readonly FileDecision[],
  { infoColors: colors, infoWidth: width }: Pick<Terminal, 'infoColors' | 'infoWidth'>,
): readonly string[] {
  const lines = lossy.flatMap(({ file, action, differences }) => {
    if (action === 'orphan') return [`- ${showInvisible(file)}  has no parameter`];
    const shown = differenceLines(differences, { colors, width: width && width - 4 });
    return [
      `~ ${showInvisible(file)}  differs from Parameter Store`,
      indent(shown.length > 0 ? shown : ['The file or the parameter is not valid.']).join('\n'),
    ];
  });
  const isOverwriting = lossy.some(({ action }) => action === 'update');
  return isOverwriting
    ? [...lines, 'Only the comments at the start of an overwritten file are kept.']
    : lines;
}

/** Returns `Overwrite 2 files and remove 1 file?` */
export function overwriteQuestion(lossy: readonly FileDecision[]): string {
  const removed = lossy.filter(({ action }) => action === 'orphan').length;
  return countedQuestion([
    ['overwrite', lossy.length - removed, 'file'],
    ['remove', removed, 'file'],
  ]);
}

const RESULTS = [
  ['created', 'created'],
  ['updated', 'updated'],
  ['renamed', 'with a new pool name'],
  ['removed', 'removed'],
  ['failed', 'failed'],
  ['unchanged', 'unchanged'],
] as const;

/** Returns the problems and a summary: `Export: 3 created, 997 unchanged.` */
export function exportText(
  folder: string,
  files: readonly ExportedFile[],
  misnamed: readonly string[],
): string {
  const of = (result: ExportedFile['result']): readonly ExportedFile[] =>
    files.filter((one) => one.result === result);
  const counted = RESULTS.filter(([result]) => of(result).length > 0).map(
    ([result, text]) => `${of(result).length} ${text}`,
  );
  const raw = of('created').filter(({ file }) => file.endsWith('.json'));
  const orphans = of('orphaned');
  return [
    ...of('failed').flatMap(({ file, reasons }) => [`! ${showInvisible(file)}`, ...indent(reasons)]),
    ...(raw.length === 0
      ? []
      : [
          `${pluralize(raw.length, 'parameter is', 'parameters are')} not JSON, and exported unchanged: ${sample(raw)}. To see the errors, run: clr plan ${showInvisible(folder)}`,
        ]),
    ...(orphans.length === 0
      ? []
      : [
          `${pluralize(orphans.length, 'file')} without a parameter: ${sample(orphans)}. To remove ${orphans.length === 1 ? 'it' : 'them'}, add --prune.`,
        ]),
    ...(misnamed.length === 0
      ? []
      : [
          `Not exported, because the name cannot be that of a policy: ${formatSample(misnamed.map(showInvisible), misnamed.length)}. The service ignores ${misnamed.length === 1 ? 'this parameter' : 'these parameters'}.`,
        ]),
    `Export: ${counted.length === 0 ? 'no parameters' : counted.join(', ')}.`,
  ].join('\n');
}

const sample = (files: readonly ExportedFile[]): string =>
  formatSample(
    files.map(({ file }) => showInvisible(file)),
    files.length,
  );
