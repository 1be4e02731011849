import { operation } from '../../core/operation.ts';
import { validateLogConfigurations } from './log-configuration-rules.ts';
import { type CognitoStore, findPool } from './pools.ts';
import { setLogDeliveryConfigurationInput } from './shapes.ts';

/**
 * Replaces the whole list; an empty list clears it (docs/aws-facts.md#set-replaces-list). Does not check
 * whether the destinations exist and can be written to.
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
