import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import DataLoader from 'dataloader';
import type { StoredParameter } from '../domain/desired.ts';
import { freezeParameterName } from '../domain/freeze.ts';
import { policyParameterName } from '../domain/policy/policy.ts';
import { parameterName } from '../domain/user-pool-id.ts';
import type { CallContext, DesiredStore } from '../reconcile/ports.ts';
import { toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';
import { storedParameter } from './stored-parameter.ts';

/** GetParameters accepts up to 10 names (docs/aws-facts.md#parameter-batch). */
const MAX_NAMES = 10;
/**
 * Reads within this time are sent as one batch. After a Set, for example, each pool reads its parameter
 * again.
 */
const BATCH_WINDOW_MS = 30;

interface ParameterRequest {
  readonly name: string;
  readonly context: CallContext;
}

/**
 * Reads parameters by name, in batches. SSM returns unknown names in `InvalidParameters`; they are not in the
 * map.
 */
export function ssmParameters(
  client: SSMClient,
  prefix: string,
  rateLimiting: RateLimiting,
  batchWindowMs = BATCH_WINDOW_MS,
): DesiredStore {
  const load = async (requests: readonly ParameterRequest[]): Promise<(StoredParameter | undefined)[]> => {
    loader.clearAll();
    const Names = requests.map(({ name }) => name);
    // The shortest deadline applies, so that no request waits longer than it allows.
    const deadline = Math.min(...requests.map(({ context }) => context.deadline));
    const priority = requests.some(({ context }) => context.priority === 'edits') ? 'edits' : 'upkeep';
    const response = await callWithRateLimit(
      rateLimiting,
      'ParameterRead',
      'GetParameters',
      { priority, deadline },
      () => client.send(new GetParametersCommand({ Names, WithDecryption: false })),
    ).catch((error: unknown) => {
      throw toAwsCallError('GetParameters', error);
    });
    const found = new Map(
      (response.Parameters ?? []).map((parameter) => [parameter.Name ?? '', storedParameter(parameter)]),
    );
    return requests.map(({ name }) => found.get(name));
  };
  // Requests for the same name within the window are one. The batch function ends that, so every later request reads again.
  const loader = new DataLoader<ParameterRequest, StoredParameter | undefined, string>(load, {
    cacheKeyFn: ({ name }) => name,
    maxBatchSize: MAX_NAMES,
    batchScheduleFn: (run) => setTimeout(run, batchWindowMs),
  });
  const readAll = async (
    ids: readonly string[],
    nameOf: (id: string) => string,
    context: CallContext,
  ): Promise<ReadonlyMap<string, StoredParameter>> => {
    const stored = await Promise.all(
      ids.map(async (id) => [id, await loader.load({ name: nameOf(id), context })] as const),
    );
    return new Map(stored.flatMap(([id, parameter]) => (parameter ? [[id, parameter] as const] : [])));
  };
  return {
    read: (userPoolIds, context) => readAll(userPoolIds, (id) => parameterName(prefix, id), context),
    readPolicies: (names, context) => readAll(names, (name) => policyParameterName(prefix, name), context),
    readFreeze: (context) => loader.load({ name: freezeParameterName(prefix), context }),
  };
}
