import { type ParameterFile, poolOf } from './parameter-file.ts';

/** `Unknown`: it can be both. `clr validate` checks it as the parameter of a pool. */
export type FileKind = 'Pool' | 'Policy' | 'Unknown';

/**
 * Returns what a file contains. The nearest folder `pools` or `policies` in its path decides; without one, the member
 * `Select` of a policy or the ID of a pool.
 */
export function kindOfFile(file: ParameterFile): FileKind {
  const folders = file.name.split(/[\\/]/).slice(0, -1);
  const folder = folders.findLast((name) => name === 'pools' || name === 'policies');
  if (folder !== undefined) return folder === 'pools' ? 'Pool' : 'Policy';
  const { source } = file;
  if (source.kind === 'Read' && Object.hasOwn(Object(source.value), 'Select')) return 'Policy';
  return poolOf(file) === undefined ? 'Unknown' : 'Pool';
}
