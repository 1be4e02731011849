import { hash } from '../sampling.ts';
import type { Rank } from './rollout.ts';

/** Returns the place of a pool in the rollouts of a policy. Each policy has another order. */
export const rankOf = (policy: string, userPoolId: string): Rank => hash(`${policy} ${userPoolId}`);
