import { operation } from '../operation.ts';
import { refuseLogConfigurations } from './log-configuration-rules.ts';
import { type CognitoWorld, findPool } from './pools.ts';
import { setLogDeliveryConfigurationInput } from './shapes.ts';

/** Replaces the whole list; an empty one clears it (AWS facts §1). */
export const setLogDeliveryConfiguration = operation(
  setLogDeliveryConfigurationInput,
  (world: CognitoWorld, input) => {
    const pool = findPool(world.pools, input.UserPoolId);
    refuseLogConfigurations(input.LogConfigurations, pool.tier);
    world.pools.set(pool.id, { ...pool, logConfigurations: input.LogConfigurations });
    return { LogDeliveryConfiguration: { UserPoolId: pool.id, LogConfigurations: input.LogConfigurations } };
  },
);
