import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { parseValue } from '../../lib/domain/parameter/parse.ts';
import { isUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { formatIssue, type ValidationIssue } from '../../lib/domain/validation-issue.ts';
import { Failure } from '../errors/cli-error.ts';
import { jsonSource, type Path, type Place, type Source, yamlSource } from './source.ts';

/** A parameter's value that is not in Parameter Store yet. */
export interface ParameterFile {
  /** As a person named it; `-` is standard input. */
  readonly name: string;
  /** What Parameter Store would hold: JSON; a YAML file turned into it. */
  readonly text: string;
  readonly source: Source;
}

export interface FileFault extends ValidationIssue {
  readonly file: string;
  readonly place: Place;
}

type ParseSettings = Parameters<typeof parseValue>[2];

/** Throws Failure where there is nothing to read. */
export async function readParameterFile(name: string): Promise<ParameterFile> {
  const content = await (name === '-' ? textOf(process.stdin) : readFile(name, 'utf8')).catch(
    (cause: unknown) => {
      const why = cause instanceof Error ? cause.message.replace(/, .*$/s, '') : String(cause);
      throw new Failure(
        `${name} cannot be read: ${why}`,
        'name a file of JSON or YAML, or - for standard input',
        {
          cause,
        },
      );
    },
  );
  const remedy = 'name a file of JSON or YAML in UTF-8 that holds one parameter';
  // A parameter holds 8 KB; what is far longer would be judged for minutes.
  if (content.length > LONGEST) throw new Failure(`${name} is longer than 1 MB`, remedy);
  if (/^\ufffd|\0/.test(content)) throw new Failure(`${name} is no text in UTF-8`, remedy);
  return parameterFile(name, content.replace(/^\ufeff/, ''));
}

const LONGEST = 1_000_000;

export function parameterFile(name: string, content: string): ParameterFile {
  const isJson = /\.json$/i.test(name) || (!/\.ya?ml$/i.test(name) && /^\s*[{[]/.test(content));
  const source = isJson ? jsonSource(content) : yamlSource(content);
  if (isJson || source.kind === 'Broken') return { name, text: content.trim(), source };
  return { name, text: JSON.stringify(source.value, null, 2) ?? 'null', source };
}

/** The pool that a file is for: the one it names, else the one that it is named after. */
export function poolOf({ name, source }: ParameterFile): string | undefined {
  const named: unknown =
    source.kind === 'Read' && typeof source.value === 'object' && source.value !== null
      ? Reflect.get(source.value, 'UserPoolId')
      : undefined;
  if (typeof named === 'string' && isUserPoolId(named)) return named;
  const base =
    name
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.(json|ya?ml)$/i, '') ?? '';
  return isUserPoolId(base) ? base : undefined;
}

/** Every fault with its place, in the order of the file. */
export function checkFile(
  file: ParameterFile,
  userPoolId: string | undefined,
  settings: ParseSettings,
): { readonly faults: readonly FileFault[]; readonly warnings: readonly FileFault[] } {
  const { source, name } = file;
  if (source.kind === 'Broken') {
    const fault = {
      path: '',
      found: `what cannot be read (${source.why})`,
      expected: 'JSON or YAML',
      file: name,
      place: source.place,
    };
    return { faults: [fault], warnings: [] };
  }
  const pool = userPoolId ?? poolOf(file) ?? '';
  const { issues, warnings } = parseValue(source.value, pool, settings);
  const placed = (fault: ValidationIssue): FileFault => ({
    ...fault,
    file: name,
    place: source.place(pathOf(fault.path)),
  });
  return {
    faults: inOrder([...issues, ...storeFaults(file.text)].map(placed)),
    warnings: warnings.map(placed),
  };
}

/** docs/aws-facts.md#parameter-limits   (and parameter-values): 4 KB in a standard parameter, and no `{{` in a value. */
const MOST_BYTES = 4096;

function storeFaults(text: string): readonly ValidationIssue[] {
  const bytes = Buffer.byteLength(text);
  return [
    ...(bytes > MOST_BYTES
      ? [
          {
            path: '',
            found: `${bytes} bytes`,
            expected: `${MOST_BYTES} bytes, the most a standard parameter holds`,
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

const inOrder = (faults: readonly FileFault[]): readonly FileFault[] =>
  [...faults].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);

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
export const describeFileFault = (fault: FileFault): string =>
  `${fault.file}:${fault.place.line}:${fault.place.column}: ${formatIssue(fault)}`;
