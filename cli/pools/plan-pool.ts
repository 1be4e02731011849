import type { Cause } from '../../lib/domain/cause.ts';
import type { Situation } from '../../lib/domain/decide/action.ts';
import type { StoredParameter } from '../../lib/domain/desired.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { type PolicyVersions, policiesFor } from '../../lib/domain/rollout/versions.ts';
import { decidePool } from '../../lib/reconcile/decide-pool.ts';
import { describeError } from '../errors/describe-error.ts';
import type { OpenService } from '../service/open-service.ts';
import { type PoolPlan, planOf } from './pool-plan.ts';
import { wantedEntries } from './pool-sources.ts';

export type PlanPorts = Pick<
  OpenService,
  'records' | 'delivery' | 'descriptions' | 'clock' | 'settings' | 'context'
>;

export interface PlannedPool {
  readonly plan: PoolPlan;
  /** The entries of a valid parameter, or of the owners of the event sources. */
  readonly wanted: readonly LogConfiguration[];
  readonly recorded: PoolRecord | undefined;
  /** The inputs of the decision; undefined if a read failed. */
  readonly situation?: Situation;
  /** Whether the service would store a record, with or without a write to the pool. */
  readonly storesSomething: boolean;
}

/**
 * Returns what the service would do about a pool with this parameter and these policies, by the service's own reads, parser and decision. If
 * a read fails, the plan contains the error.
 */
export async function planPool(
  ports: PlanPorts,
  userPoolId: string,
  stored: StoredParameter | undefined,
  cause: Cause,
  versions: readonly PolicyVersions[],
): Promise<PlannedPool> {
  try {
    const recorded = await ports.records.read(userPoolId);
    const policies = policiesFor(versions, { userPoolId, recorded }, ports.settings);
    const known = { recorded, stored, policies };
    const { situation, action } = await decidePool(ports, { userPoolId, cause }, known, {}, ports.context);
    return {
      plan: planOf(situation, action),
      wanted: wantedEntries(situation),
      recorded,
      situation,
      storesSomething: action.type !== 'Nothing',
    };
  } catch (error) {
    const { message } = describeError(error);
    const plan = {
      userPoolId,
      step: 'failed',
      why: 'not read',
      differences: [],
      reasons: [message],
    } as const;
    return { plan, wanted: [], recorded: undefined, storesSomething: false };
  }
}
