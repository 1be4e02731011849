import { parseValue } from '../../lib/domain/parameter/parse.ts';
import { formatIssue, type ValidationIssue } from '../../lib/domain/validation-issue.ts';
import { type ParameterFile, poolOf } from './parameter-file.ts';
import type { Path, Place } from './source.ts';

export interface FileIssue extends ValidationIssue {
  readonly file: string;
  readonly place: Place;
}

type ParseSettings = Parameters<typeof parseValue>[2];

/** Every fault with its place, in the order of the file. */
export function checkFile(
  file: ParameterFile,
  userPoolId: string | undefined,
  settings: ParseSettings,
): { readonly errors: readonly FileIssue[]; readonly warnings: readonly FileIssue[] } {
  const { source, name } = file;
  if (source.kind === 'Broken') {
    const issue = {
      path: '',
      found: `what cannot be read (${source.why})`,
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

/** docs/aws-facts.md#parameter-limits   (and parameter-values): 4 KB in a standard parameter, and no `{{` in a value. */
const MAX_BYTES = 4096;

function storeIssues(text: string): readonly ValidationIssue[] {
  const bytes = Buffer.byteLength(text);
  return [
    ...(bytes > MAX_BYTES
      ? [
          {
            path: '',
            found: `${bytes} bytes`,
            expected: `${MAX_BYTES} bytes, the most a standard parameter holds`,
          },
        ]
      : []),
    ...(holdsReference(text)
      ? [
          {
            path: '',
            found: '{{',
            expected: 'a value without {{, which Parameter Store takes for a reference',
          },
        ]
      : []),
  ];
}

/** `{{` and, somewhere behind it, `}}`. */
function holdsReference(text: string): boolean {
  const open = text.indexOf('{{');
  return open !== -1 && text.indexOf('}}', open + 2) !== -1;
}

const inOrder = (issues: readonly FileIssue[]): readonly FileIssue[] =>
  [...issues].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);

/** `LogConfigurations[0].LogLevel` as its parts; a key that is no plain name stands there as JSON. */
const pathOf = (path: string): Path =>
  [...path.matchAll(/\[(\d+)\]|("(?:[^"\\]|\\.)*")|([^.[\]"]+)/g)].map(([, index, quoted, key]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? unquoted(quoted) : (key ?? ''),
  );

/** Cut short it is no JSON any more, and stands for no key. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** `pools/x.json:3:7: LogConfigurations[0].LogLevel: found …; expected …` */
export const formatFileIssue = ({ file, place, ...issue }: FileIssue): string =>
  `${file}:${place.line}:${place.column}: ${formatIssue(issue)}`;
