import { join } from 'node:path';
import { isCertainUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { baseNameOf } from '../files/file-extension.ts';
import { type ParameterFile, poolOf } from '../files/parameter-file.ts';
import type { ParameterSubject } from '../parameters/subject.ts';

/** The layout of a folder that holds the desired state: `pools/<UserPoolId>.yaml` and `policies/<name>.yaml`. */
export type ParameterKind = ParameterSubject['kind'];

/** The folder of each kind, in the order in which commands show them. */
export const KIND_FOLDERS = { Policy: 'policies', Pool: 'pools' } as const satisfies Record<
  ParameterKind,
  string
>;

export const KINDS = ['Policy', 'Pool'] as const satisfies readonly ParameterKind[];

/** Returns the path of the file of a parameter. JSON is for a text that has no YAML form. */
export const filePath = (
  folder: string,
  kind: ParameterKind,
  name: string,
  extension: 'yaml' | 'json' = 'yaml',
): string => join(folder, KIND_FOLDERS[kind], `${name}.${extension}`);

/** Returns the pool of a file in `pools/`: the ID in its name, else `UserPoolId` in its content. Undefined without both. */
export function poolOfFile(file: ParameterFile, baseName: string): string | undefined {
  const base = baseNameOf(baseName);
  return isCertainUserPoolId(base) ? base : poolOf(file);
}
