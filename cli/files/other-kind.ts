import { isPolicyName } from '../../lib/domain/policy/policy.ts';
import { shellWord } from '../service/profiles.ts';
import { baseNameOf } from './file-extension.ts';
import { kindOfFile } from './file-kind.ts';
import { type ParameterFile, poolOf } from './parameter-file.ts';

/** The kind of file that a command expects. */
export type ExpectedKind = 'Pool' | 'Policy';

/** Returns the hint for a file of the other kind: the command that writes or plans it. Undefined for the expected kind. */
export function otherKindHint(
  file: ParameterFile,
  expected: ExpectedKind,
  purpose: 'write' | 'plan',
): string | undefined {
  const kind = kindOfFile(file);
  if (kind === 'Unknown' || kind === expected) return undefined;
  const name = shellWord(file.name);
  if (kind === 'Policy') {
    const given = baseNameOf(file.name);
    const policy = isPolicyName(given) ? given : 'NAME';
    const command = purpose === 'write' ? `clr policy put ${policy} ${name}` : `clr plan --policy ${name}`;
    return `The file contains a policy. To ${purpose} it, run: ${command}`;
  }
  const command = purpose === 'write' ? `clr put ${poolOf(file) ?? 'POOL'} ${name}` : `clr plan ${name}`;
  return `The file contains the parameter of a pool. To ${purpose} it, run: ${command}`;
}
