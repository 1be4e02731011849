import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import DataLoader from 'dataloader';
import type { StoredParameter } from '../domain/desired.ts';
import { parameterName } from '../domain/user-pool-id.ts';
import type { CallContext, DesiredStore } from '../reconcile/ports.ts';
import { toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

/** GetParameters takes so many names (docs/aws-facts.md#parameter-batch). */
const MOST_NAMES = 10;
/** Reads that come within this are made together: after a Set each pool's parameter is read again. */
const GATHER_MS = 30;

interface Wanted {
  readonly name: string;
  readonly context: CallContext;
}

/** Parameters by name, in batches. Unknown names come back in `InvalidParameters` and are not in the map. */
export function ssmParameters(
  client: SSMClient,
  prefix: string,
  rateLimiting: RateLimiting,
  gatherMs = GATHER_MS,
): DesiredStore {
  const load = async (wanted: readonly Wanted[]): Promise<(StoredParameter | undefined)[]> => {
    const Names = [...new Set(wanted.map(({ name }) => name))];
    // A person's edit pays for no one else's deadline, so the shortest counts.
    const deadline = Math.min(...wanted.map(({ context }) => context.deadline));
    const priority = wanted.some(({ context }) => context.priority === 'edits') ? 'edits' : 'upkeep';
    const answer = await callWithRateLimit(
      rateLimiting,
      'ParameterRead',
      'GetParameters',
      { priority, deadline },
      () => client.send(new GetParametersCommand({ Names, WithDecryption: false })),
    ).catch((error: unknown) => {
      throw toAwsCallError('GetParameters', error);
    });
    const found = new Map(
      (answer.Parameters ?? []).map(({ Name = '', Type = '', Value = '' }) => [
        Name,
        { name: Name, type: Type, value: Value },
      ]),
    );
    return wanted.map(({ name }) => found.get(name));
  };
  const loader = new DataLoader<Wanted, StoredParameter | undefined>(load, {
    cache: false,
    maxBatchSize: MOST_NAMES,
    batchScheduleFn: (run) => setTimeout(run, gatherMs),
  });
  return {
    async read(userPoolIds, context) {
      const names = userPoolIds.map((id) => ({ id, name: parameterName(prefix, id) }));
      const stored = await Promise.all(
        names.map(async ({ id, name }) => [id, await loader.load({ name, context })] as const),
      );
      return new Map(stored.flatMap(([id, parameter]) => (parameter ? [[id, parameter] as const] : [])));
    },
  };
}
