import { access } from 'node:fs/promises';
import { creationRegion, isUserPoolId } from '../../../lib/domain/user-pool-id.ts';

/**
 * Whether an argument of `clr plan` is a file: it looks like one or it exists. A pool ID is never a file. All other
 * arguments are names of pools and patterns.
 */
export async function isFileArgument(argument: string): Promise<boolean> {
  if (isUserPoolId(argument) && creationRegion(argument) !== undefined) return false;
  if (argument === '-' || /[\\/]|\.(json|ya?ml)$/i.test(argument)) return true;
  return access(argument).then(
    () => true,
    () => false,
  );
}
