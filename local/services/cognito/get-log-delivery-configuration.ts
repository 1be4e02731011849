import { operation } from '../../core/operation.ts';
import { type CognitoStore, findPool, type LogConfiguration } from './pools.ts';
import { userPoolIdInput } from './shapes.ts';

/** Returns the entries in a random order: AWS does not guarantee one (docs/aws-facts.md#entry-order). */
export const getLogDeliveryConfiguration = operation(userPoolIdInput, (store: CognitoStore, input) => ({
  LogDeliveryConfiguration: {
    UserPoolId: input.UserPoolId,
    LogConfigurations: shuffled(findPool(store.seen, input.UserPoolId).logConfigurations, store.randomOrder),
  },
}));

/** At most two entries are stored. */
function shuffled(entries: readonly LogConfiguration[], random: () => number): readonly LogConfiguration[] {
  return entries.length > 1 && random() < 0.5 ? entries.toReversed() : entries;
}
