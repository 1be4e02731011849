import { showInvisible } from '../../lib/domain/invisible.ts';
import { isPolicyName } from '../../lib/domain/policy/policy.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { isCertainUserPoolId } from '../../lib/domain/user-pool-id.ts';
import {
  type CheckedFile,
  checkFile,
  checkPolicyFile,
  type FileIssue,
  unreadableFile,
} from '../files/check-file.ts';
import { readContent } from '../files/file-content.ts';
import { baseNameOf } from '../files/file-extension.ts';
import { type ParameterFile, parameterFile } from '../files/parameter-file.ts';
import { policyNameIssues } from '../policies/policy-file.ts';
import { mapWithConcurrency } from '../pools/map-with-concurrency.ts';
import { type ParameterKind, poolOfFile } from './layout.ts';
import { type FolderUse, type ListedFile, listFiles } from './list-files.ts';

/** The file of one parameter. */
export interface FolderFile extends CheckedFile {
  readonly kind: ParameterKind;
  /** The ID of the pool, or the name of the policy. */
  readonly name: string;
  readonly file: string;
  /** Undefined if the file is not readable, or if another file is for the same parameter. */
  readonly content: ParameterFile | undefined;
}

/** The content of a folder in the layout of `clr export`. */
export interface FolderContent {
  /** One for each parameter, also with errors: policies first, sorted by name. */
  readonly files: readonly FolderFile[];
  /**
   * Files in a wrong place, and files that name no pool or policy. With one of them, it is not known which parameters have no
   * file, so none must be deleted.
   */
  readonly issues: readonly FileIssue[];
  /** The files and folders that look like a part of the layout, and are not read because of their names. */
  readonly notRead: readonly FileIssue[];
}

const MAX_OPEN_FILES = 16;

/** Reads and checks all files of a folder. Throws CliError for a folder that is not readable, or has another layout. */
export async function readFolder(
  folder: string,
  settings: Settings,
  use: FolderUse = 'existing',
): Promise<FolderContent> {
  const listed = await listFiles(folder, use);
  const { signal } = new AbortController();
  const read = await mapWithConcurrency(MAX_OPEN_FILES, listed.files, signal, (file) =>
    readOne(file, settings),
  );
  const files = read.flatMap((one) => ('kind' in one ? [one] : []));
  return {
    files: withoutDuplicates(files).toSorted(byKindAndName),
    issues: [...listed.issues, ...read.flatMap((one) => ('kind' in one ? [] : one.issues))],
    notRead: listed.notRead,
  };
}

type Unnamed = Pick<FolderContent, 'issues'>;

async function readOne(listed: ListedFile, settings: Settings): Promise<FolderFile | Unnamed> {
  const { kind, path } = listed;
  const content = await readContent(path);
  if (content.kind === 'Unreadable') {
    const issue = unreadableFile(path, content);
    const name = nameOfUnreadable(listed);
    return name === undefined
      ? { issues: [issue] }
      : { kind, name, file: path, content: undefined, errors: [issue], warnings: [] };
  }
  const file = parameterFile(path, content.text);
  return kind === 'Pool' ? poolFile(listed, file, settings) : policyFile(listed, file, settings);
}

function poolFile(
  { kind, path, baseName }: ListedFile,
  file: ParameterFile,
  settings: Settings,
): FolderFile | Unnamed {
  const name = poolOfFile(file, baseName);
  if (name !== undefined)
    return { kind, name, file: path, content: file, ...checkFile(file, name, settings) };
  const { errors } = checkFile(file, undefined, settings);
  return { issues: [...errors, unnamed(path)] };
}

function policyFile(
  { kind, path }: ListedFile,
  file: ParameterFile,
  settings: Settings,
): FolderFile | Unnamed {
  const name = baseNameOf(path);
  if (isPolicyName(name))
    return { kind, name, file: path, content: file, ...checkPolicyFile(file, name, settings) };
  const { errors } = checkPolicyFile(file, name, settings);
  return { issues: [...policyNameIssues(path, name), ...errors] };
}

function nameOfUnreadable({ kind, path }: ListedFile): string | undefined {
  const name = baseNameOf(path);
  return (kind === 'Policy' ? isPolicyName(name) : isCertainUserPoolId(name)) ? name : undefined;
}

const unnamed = (file: string): FileIssue => ({
  path: '',
  found: 'a file that does not name its pool',
  expected: 'UserPoolId in the file, or the ID of the pool as its name',
  message:
    'it does not name its pool. Add "UserPoolId" to the file, or name the file after the pool: eu-west-1_aBcDeFgHi.yaml',
  file,
});

/** Keeps one file for each parameter. Of several ones, it is not known which one applies, so none is used. */
function withoutDuplicates(files: readonly FolderFile[]): readonly FolderFile[] {
  const byName = new Map<string, FolderFile>();
  for (const file of files) {
    const key = `${file.kind} ${file.name}`;
    const first = byName.get(key);
    if (first === undefined) byName.set(key, file);
    else {
      const earlier = first.content === undefined ? first.errors : [];
      byName.set(key, {
        ...first,
        content: undefined,
        errors: [...earlier, duplicate(file.file, first)],
        warnings: [],
      });
    }
  }
  return [...byName.values()];
}

const duplicate = (file: string, first: FolderFile): FileIssue => ({
  path: '',
  found: 'a second file',
  expected: 'one file',
  message: `${first.kind === 'Pool' ? `pool ${first.name}` : `policy "${first.name}"`} has a second file, ${showInvisible(first.file)}. Keep one of them.`,
  file,
});

const byKindAndName = (a: FolderFile, b: FolderFile): number =>
  a.kind === b.kind ? (a.name < b.name ? -1 : 1) : a.kind === 'Policy' ? -1 : 1;
