import { operation } from '../../core/operation.ts';
import { validateLogConfigurations } from './log-configuration-rules.ts';
import { type CognitoStore, findPool } from './pools.ts';
import { setLogDeliveryConfigurationInput } from './shapes.ts';

/**
 * Replaces the whole list; an empty one clears it (AWS facts §1). That each destination is there and may be written is
 * not looked at.
 */
export const setLogDeliveryConfiguration = operation(
  setLogDeliveryConfigurationInput,
  (store: CognitoStore, input) => {
    const pool = findPool(store.pools, input.UserPoolId);
    validateLogConfigurations(input.LogConfigurations, pool.tier);
    store.pools.set(pool.id, { ...pool, logConfigurations: input.LogConfigurations });
    for (const configuration of input.LogConfigurations) store.prepareDestination(configuration);
    return { LogDeliveryConfiguration: { UserPoolId: pool.id, LogConfigurations: input.LogConfigurations } };
  },
);
