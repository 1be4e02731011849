import type { ValueDifference } from '../../../lib/domain/difference.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { formatFileIssue } from '../../files/check-file.ts';
import { isJsonName } from '../../files/file-extension.ts';
import { type FolderChange, subjectOf } from '../../folder/compare.ts';
import { fileText, jsonFileText, nameComment, withCurrentName } from '../../folder/file-text.ts';
import { filePath, type ParameterKind } from '../../folder/layout.ts';
import type { FolderFile } from '../../folder/read-folder.ts';
import { sameMeaning } from '../../folder/same-meaning.ts';
import { readableProblem } from '../../parameters/check-readable.ts';

/** The action of the export for one file. */
export interface FileDecision {
  readonly kind: ParameterKind;
  /** The ID of the pool, or the name of the policy. */
  readonly name: string;
  readonly file: string;
  /**
   * `rename`: only the name in the comment changes. `orphan`: the parameter does not exist, so only `--prune` removes the file.
   * `fail`: the file or the parameter cannot be exported.
   */
  readonly action: 'create' | 'update' | 'rename' | 'keep' | 'orphan' | 'fail';
  /** The new content, with `create`, `update` and `rename`. */
  readonly text?: string;
  /** The content of the existing file in the comparison, without a byte order mark. */
  readonly seen?: string;
  /** From the file to the parameter, with `update`. */
  readonly differences: readonly ValueDifference[];
  readonly reasons: readonly string[];
}

/**
 * Decides about the file of a parameter. A file that means the same as the parameter keeps its format and its comments; only the
 * name of a pool in its first comment is updated.
 */
export function decideFile(
  folder: string,
  change: FolderChange,
  existing: FolderFile | undefined,
  poolName: string | undefined,
  settings: Settings,
): FileDecision {
  const { kind, name, stored, errors } = change;
  const file = existing?.file ?? filePath(folder, kind, name);
  const seen = existing?.content?.content;
  const base = { kind, name, file, differences: [], reasons: [], ...(seen !== undefined && { seen }) };
  if (existing !== undefined && existing.content === undefined)
    return { ...base, action: 'fail', reasons: errors.map(formatFileIssue) };
  if (stored === undefined) return { ...base, action: 'orphan' };
  const problem = readableProblem(stored, subjectOf(change, settings));
  if (problem) return { ...base, action: 'fail', reasons: [problem.message, problem.hint] };
  if (existing?.content === undefined) {
    const { extension, text } = fileText(kind, stored.value, poolName);
    return { ...base, action: 'create', file: filePath(folder, kind, name, extension), text };
  }
  const { content } = existing;
  if (change.step === 'Unchanged' || sameMeaning(change, content.text, stored.value, settings)) {
    const text = withCurrentName(content.content, poolName);
    return text === content.content ? { ...base, action: 'keep' } : { ...base, action: 'rename', text };
  }
  const text = updatedText(kind, stored.value, content, poolName);
  if (text === undefined) return { ...base, action: 'fail', reasons: [NO_YAML] };
  const asFile = { ...stored, type: 'String', value: content.text };
  const differences = subjectOf(change, settings).changes(asFile, stored);
  return { ...base, action: 'update', text, differences };
}

const NO_YAML =
  'The text of the parameter has no YAML form. Remove the file, so that the text is exported unchanged to a JSON file.';

/** Returns the new content in the format of the file; undefined for a text without a YAML form. */
function updatedText(
  kind: ParameterKind,
  value: string,
  { name, content }: NonNullable<FolderFile['content']>,
  poolName: string | undefined,
): string | undefined {
  if (isJsonName(name)) return jsonFileText(value);
  const { extension, text } = fileText(kind, value);
  if (extension === 'json') return undefined;
  const comments = headComments(content);
  const named = poolName ? [nameComment(poolName)] : comments.filter(isNameComment);
  return [...named, ...comments.filter((line) => !isNameComment(line)), text].join('\n');
}

const isNameComment = (line: string): boolean => line.startsWith('# Name: ');

/** Returns the comments at the start of a file. That of `clr get -o yaml` is left out, because it names another version. */
function headComments(content: string): readonly string[] {
  const lines = content.split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines.slice(0, end === -1 ? lines.length : end).filter((line) => !/^# Version \d+ of /.test(line));
}
