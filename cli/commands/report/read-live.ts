import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import { mapPools } from '../../pools/map-pools.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readFailure } from './read-errors.ts';

/** The result of reading one pool for the report. */
export type LiveResult =
  | { readonly kind: 'Present'; readonly LogConfigurations: readonly ObservedConfiguration[] }
  | { readonly kind: 'PoolNotFound' }
  | { readonly kind: 'Failed'; readonly reason: string };

/** Reads the current configuration of each pool. A read that fails does not end the report. */
export async function readLive(
  terminal: Terminal,
  { delivery, context }: OpenService,
  userPoolIds: readonly string[],
): Promise<ReadonlyMap<string, LiveResult>> {
  const read = await mapPools({ terminal, label: 'Reading pools' }, userPoolIds, async (userPoolId) => {
    try {
      return [userPoolId, await delivery.get(userPoolId, context)] as const;
    } catch (error) {
      return [userPoolId, { kind: 'Failed', reason: readFailure(error) }] as const;
    }
  });
  return new Map<string, LiveResult>(read);
}
