import { parseValue } from '../../lib/domain/parameter/parse.ts';
import { formatIssue, type ValidationIssue } from '../../lib/domain/validation-issue.ts';
import { type ParameterFile, poolOf } from './parameter-file.ts';
import type { Path, Place } from './source.ts';

export interface FileIssue extends ValidationIssue {
  readonly file: string;
  readonly place: Place;
}

type ParseSettings = Parameters<typeof parseValue>[2];

/** Returns every error and warning with its place, in the order of the file. */
export function checkFile(
  file: ParameterFile,
  userPoolId: string | undefined,
  settings: ParseSettings,
): { readonly errors: readonly FileIssue[]; readonly warnings: readonly FileIssue[] } {
  const { source, name } = file;
  if (source.kind === 'Broken') {
    const issue = {
      path: '',
      found: `invalid syntax (${source.why})`,
      expected: 'JSON or YAML',
      file: name,
      place: source.place,
    };
    return { errors: [issue], warnings: [] };
  }
  const pool = userPoolId ?? poolOf(file) ?? '';
  const { issues, warnings } = parseValue(source.value, pool, settings);
  const placed = (issue: ValidationIssue): FileIssue => ({
    ...issue,
    file: name,
    place: source.place(pathOf(issue.path)),
  });
  return {
    errors: inOrder([...issues, ...storeIssues(file.text)].map(placed)),
    warnings: warnings.map(placed),
  };
}

/** A standard parameter: docs/aws-facts.md#parameter-limits. For `{{`: docs/aws-facts.md#parameter-values. */
const MAX_BYTES = 4096;

function storeIssues(text: string): readonly ValidationIssue[] {
  const bytes = Buffer.byteLength(text);
  return [
    ...(bytes > MAX_BYTES
      ? [
          {
            path: '',
            found: `${bytes} bytes`,
            expected: `at most ${MAX_BYTES} bytes, the limit of a standard parameter`,
          },
        ]
      : []),
    ...(containsReference(text)
      ? [
          {
            path: '',
            found: '{{',
            expected: 'a value without {{, because Parameter Store reads it as a reference',
          },
        ]
      : []),
  ];
}

/** Returns true for a text that contains `{{` and, later, `}}`. */
function containsReference(text: string): boolean {
  const open = text.indexOf('{{');
  return open !== -1 && text.indexOf('}}', open + 2) !== -1;
}

const inOrder = (issues: readonly FileIssue[]): readonly FileIssue[] =>
  [...issues].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);

/** Splits `LogConfigurations[0].LogLevel` into its parts. A key that is not a plain name is quoted as JSON. */
const pathOf = (path: string): Path =>
  [...path.matchAll(/\[(\d+)\]|("(?:[^"\\]|\\.)*")|([^.[\]"]+)/g)].map(([, index, quoted, key]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? unquoted(quoted) : (key ?? ''),
  );

/** Returns the text unchanged when it was truncated and is no longer valid JSON. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Returns `pools/x.json:3:7: LogConfigurations[0].LogLevel: found …. Expected ….` */
export const formatFileIssue = ({ file, place, ...issue }: FileIssue): string =>
  `${file}:${place.line}:${place.column}: ${formatIssue(issue)}`;
