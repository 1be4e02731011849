import type { Candidate, RolloutPool } from '../domain/rollout/progress.ts';
import type { OpenRollout } from '../domain/rollout/rollout.ts';
import { poolsToLearn } from '../domain/rollout/waves.ts';
import { factsOf } from './policy-inputs.ts';
import type { CallContext, PoolDescriptions } from './ports.ts';

export interface LearnPorts {
  readonly descriptions: PoolDescriptions;
}

/**
 * Returns the pools for which a new version owns an event source. Before the first wave it reads the facts of the first pools that
 * are not known, so that the first wave is a pool to which the policy really applies. A pool that does not exist is left out.
 */
export async function learnedCandidates(
  { descriptions }: LearnPorts,
  open: OpenRollout,
  pools: readonly RolloutPool[],
  candidateOf: (pool: RolloutPool) => Candidate | undefined,
  context: CallContext,
): Promise<readonly Candidate[]> {
  const found = pools.flatMap((pool) => candidateOf(pool) ?? []);
  const unknown = new Set(poolsToLearn(open, found).map(({ userPoolId }) => userPoolId));
  if (unknown.size === 0) return found;
  const learned = await Promise.all(
    pools
      .filter(({ userPoolId }) => unknown.has(userPoolId))
      .map(async (pool) => {
        const facts = factsOf(await descriptions.read(pool.userPoolId, context));
        return facts && candidateOf({ ...pool, facts, areFactsRead: true });
      }),
  );
  return [
    ...found.filter(({ userPoolId }) => !unknown.has(userPoolId)),
    ...learned.flatMap((candidate) => candidate ?? []),
  ];
}
