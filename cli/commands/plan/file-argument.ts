import { access } from 'node:fs/promises';
import { isCertainUserPoolId } from '../../../lib/domain/user-pool-id.ts';
import { isJsonOrYamlName } from '../../files/file-extension.ts';

/** `MissingFile`: looks like a file and does not exist, or is the name of a pool that looks like a file. */
export type ArgumentKind = 'Pool' | 'File' | 'MissingFile';

/**
 * Returns what an argument of `clr plan` names. A pool ID is never a file. All other arguments that exist are files, and those
 * that do not look like a file are names of pools and patterns.
 */
export async function kindOfArgument(argument: string): Promise<ArgumentKind> {
  if (isCertainUserPoolId(argument)) return 'Pool';
  if (argument === '-') return 'File';
  const exists = await access(argument).then(
    () => true,
    () => false,
  );
  if (exists) return 'File';
  return /[\\/]/.test(argument) || isJsonOrYamlName(argument) ? 'MissingFile' : 'Pool';
}
