import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Account, REGION } from './harness/account.ts';
import { toLogGroup } from './harness/fleet.ts';

/**
 * Common alternatives to the service (docs/aws-facts.md#sdk-retry-figures). Each returns the seconds until
 * its last pool succeeded or failed.
 */
type Alternative = (account: Account, poolIds: readonly string[]) => Promise<number>;

/** One function per event, each with its own client and the SDK's default retries. */
export const functionPerEvent: Alternative = (account, poolIds) =>
  timed(async () => {
    await Promise.all(poolIds.map((id) => tryPool(account, clientOf(account, {}), id)));
  });

/** Ten concurrent calls with many attempts, like Terraform's provider. */
export const manyAttempts: Alternative = (account, poolIds) =>
  tenConcurrent(account, poolIds, clientOf(account, { maxAttempts: 25 }));

export const adaptive: Alternative = (account, poolIds) =>
  tenConcurrent(account, poolIds, clientOf(account, { maxAttempts: 25, retryMode: 'adaptive' }));

async function tenConcurrent(
  account: Account,
  poolIds: readonly string[],
  client: CognitoIdentityProviderClient,
): Promise<number> {
  const remaining = poolIds.values();
  return timed(async () => {
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        for (const id of remaining) await tryPool(account, client, id);
      }),
    );
  });
}

async function timed(run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return (performance.now() - startedAt) / 1000;
}

const clientOf = ({ endpoint, credentials }: Account, retries: CognitoIdentityProviderClientConfig) =>
  new CognitoIdentityProviderClient({ endpoint, region: REGION, credentials, ...retries });

/** Fails permanently after the client's last retry, because the event is not delivered again. */
async function tryPool(
  { id }: Account,
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<void> {
  try {
    await client.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
    const LogConfigurations = [toLogGroup(id, 'desired')];
    await client.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));
  } catch {
    // The unchanged pool is counted as failed.
  }
}
