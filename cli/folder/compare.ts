import type { Settings } from '../../lib/domain/settings.ts';
import type { CliError } from '../errors/cli-error.ts';
import type { FileIssue } from '../files/check-file.ts';
import { readableProblem } from '../parameters/check-readable.ts';
import type { ParameterVersion } from '../parameters/parameter-store.ts';
import { type ParameterSubject, policyParameter, poolParameter } from '../parameters/subject.ts';
import { KIND_FOLDERS, KINDS, type ParameterKind } from './layout.ts';
import type { FolderContent, FolderFile } from './read-folder.ts';
import type { StoredFleet } from './read-stored.ts';
import { sameMeaning } from './same-meaning.ts';

/** `Invalid`: the file or its parameter has errors, so nothing is written or deleted. */
export type FolderStep = 'Create' | 'Update' | 'Delete' | 'Unchanged' | 'Invalid';

/** The difference between a folder and Parameter Store for one parameter. */
export interface FolderChange {
  readonly kind: ParameterKind;
  /** The ID of the pool, or the name of the policy. */
  readonly name: string;
  /** Undefined for a parameter without a file. */
  readonly file?: string;
  /** `Delete`: the parameter has no file. Only `--prune` deletes it. */
  readonly step: FolderStep;
  /** Undefined if the parameter does not exist. */
  readonly stored?: ParameterVersion;
  /** The text that `clr put` would write. Undefined for `Delete`, and for a file that is not readable. */
  readonly wanted?: string;
  readonly errors: readonly FileIssue[];
  readonly warnings: readonly FileIssue[];
}

/** Compares a folder with Parameter Store: one change for each file and each parameter, policies first, sorted by name. */
export function compareFolder(
  { files }: FolderContent,
  { parameters }: StoredFleet,
  settings: Settings,
): readonly FolderChange[] {
  return KINDS.flatMap((kind) => {
    const ofKind = files.filter((file) => file.kind === kind);
    const named = new Set(ofKind.map(({ name }) => name));
    const withoutFile = [...parameters[kind]].filter(([name]) => !named.has(name));
    return [
      ...ofKind.map((file) => changeOf(file, parameters[kind].get(file.name), settings)),
      ...withoutFile.map(([name, stored]) => withoutFileChange({ kind, name, stored }, settings)),
    ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/** A parameter that is not a text was never exported, so it is not deleted either. */
function withoutFileChange(
  found: Pick<FolderChange, 'kind' | 'name'> & { readonly stored: ParameterVersion },
  settings: Settings,
): FolderChange {
  const { kind, name, stored } = found;
  const problem = readableProblem(stored, subjectOf(found, settings));
  if (problem === undefined) return { ...found, step: 'Delete', errors: [], warnings: [] };
  const warnings = [typeIssue(`${KIND_FOLDERS[kind]}/${name}`, stored, problem)];
  return { ...found, step: 'Unchanged', errors: [], warnings };
}

function changeOf(
  { kind, name, file, content, errors, warnings }: FolderFile,
  stored: ParameterVersion | undefined,
  settings: Settings,
): FolderChange {
  const found = { kind, name, file, ...(stored && { stored }), errors, warnings };
  if (content === undefined) return { ...found, step: 'Invalid' };
  const change = { ...found, wanted: content.text };
  if (errors.length > 0) return { ...change, step: 'Invalid' };
  if (stored === undefined) return { ...change, step: 'Create' };
  const problem = readableProblem(stored, subjectOf({ kind, name }, settings));
  if (problem) return { ...change, step: 'Invalid', errors: [typeIssue(file, stored, problem)] };
  const isSame = sameMeaning({ kind, name }, stored.value, content.text, settings);
  return { ...change, step: isSame ? 'Unchanged' : 'Update' };
}

const typeIssue = (file: string, { type }: ParameterVersion, { message, hint }: CliError): FileIssue => ({
  path: '',
  found: `a parameter of type ${type}`,
  expected: 'a parameter of type String',
  message: `${message} ${hint}`,
  file,
});

/** Returns the parameter of a change: its name in Parameter Store, its title, its commands and its differences. */
export const subjectOf = (
  { kind, name }: Pick<FolderChange, 'kind' | 'name'>,
  settings: Settings,
): ParameterSubject => (kind === 'Pool' ? poolParameter(settings, name) : policyParameter(settings, name));
