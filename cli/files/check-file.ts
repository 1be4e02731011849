import { showInvisible } from '../../lib/domain/invisible.ts';
import { parseValue } from '../../lib/domain/parameter/parse.ts';
import type { ParseSettings } from '../../lib/domain/parameter/rule-issues.ts';
import { parsePolicyValue } from '../../lib/domain/policy/parse.ts';
import { formatIssue, type Place, type ValidationIssue } from '../../lib/domain/validation-issue.ts';
import { type ParameterFile, poolOf } from './parameter-file.ts';
import type { Path } from './source.ts';

export interface FileIssue extends ValidationIssue {
  readonly file: string;
}

export interface CheckedFile {
  readonly errors: readonly FileIssue[];
  readonly warnings: readonly FileIssue[];
}

/** The result of parsing the value of a file. */
interface ParsedContent {
  readonly issues: readonly ValidationIssue[];
  readonly warnings: readonly ValidationIssue[];
}

/** Checks the parameter of a pool. */
export const checkFile = (
  file: ParameterFile,
  userPoolId: string | undefined,
  settings: ParseSettings,
): CheckedFile =>
  checkContent(file, (value) => parseValue(value, userPoolId ?? poolOf(file) ?? '', settings));

/** Checks a policy. */
export const checkPolicyFile = (file: ParameterFile, name: string, settings: ParseSettings): CheckedFile =>
  checkContent(file, (value) => {
    const parsed = parsePolicyValue(value, name, settings);
    return parsed.kind === 'Valid'
      ? { issues: [], warnings: parsed.warnings }
      : { issues: parsed.issues, warnings: [] };
  });

/** Returns every error and warning with its place, in the order of the file. */
function checkContent(file: ParameterFile, parse: (value: unknown) => ParsedContent): CheckedFile {
  const { source } = file;
  if (source.kind === 'Broken') return { errors: placedIssues(file, []), warnings: [] };
  const { issues, warnings } = parse(source.value);
  return {
    errors: inOrder(placedIssues(file, [...issues, ...storeIssues(file.text)])),
    warnings: placedIssues(file, warnings),
  };
}

/** Returns the issues with their places in the file; those of its syntax if the file is not readable as JSON or YAML. */
export function placedIssues(
  { source, name }: ParameterFile,
  issues: readonly ValidationIssue[],
): readonly FileIssue[] {
  return source.kind === 'Broken'
    ? source.issues.map(({ place = START, ...issue }) => ({ ...issue, file: name, place }))
    : issues.map((issue) => ({
        ...issue,
        file: name,
        place: issue.place ?? source.place(pathOf(issue.path)),
      }));
}

const START: Place = { line: 1, column: 1 };

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
  [...issues].sort(({ place: a = START }, { place: b = START }) => a.line - b.line || a.column - b.column);

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

/** Returns the error of a file that is not readable. It has no place. */
export const unreadableFile = (
  file: string,
  { problem, hint }: { problem: string; hint: string },
): FileIssue => ({
  path: '',
  found: problem,
  expected: 'a readable file',
  message: `cannot read the file: ${problem}. ${hint}`,
  file,
});

/** Returns `pools/x.json:3:7: LogConfigurations[0].LogLevel: found …. Expected ….` */
export function formatFileIssue({ file, place, ...issue }: FileIssue): string {
  const name = showInvisible(file);
  return place ? `${name}:${place.line}:${place.column}: ${formatIssue(issue)}` : `${name}: ${issue.message}`;
}
