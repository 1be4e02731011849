import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Account, REGION } from './harness/account.ts';
import { toLogGroup } from './harness/fleet.ts';

/** What people do today (docs/aws-facts.md#sdk-retry-figures). Each answers the seconds until its last pool is done or given up. */
type Alternative = (account: Account, poolIds: readonly string[]) => Promise<number>;

/** A function that an event starts: a client of its own, and the SDK's own retries. */
export const oneForEach: Alternative = (account, poolIds) =>
  timed(async () => {
    await Promise.all(poolIds.map((id) => tryPool(account, clientOf(account, {}), id)));
  });

/** As Terraform's provider: ten at once, and patience. */
export const manyAttempts: Alternative = (account, poolIds) =>
  tenAtOnce(account, poolIds, clientOf(account, { maxAttempts: 25 }));

export const adaptive: Alternative = (account, poolIds) =>
  tenAtOnce(account, poolIds, clientOf(account, { maxAttempts: 25, retryMode: 'adaptive' }));

async function tenAtOnce(
  account: Account,
  poolIds: readonly string[],
  client: CognitoIdentityProviderClient,
): Promise<number> {
  const left = poolIds.values();
  return timed(async () => {
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        for (const id of left) await tryPool(account, client, id);
      }),
    );
  });
}

async function timed(run: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await run();
  return (performance.now() - begun) / 1000;
}

const clientOf = ({ endpoint, credentials }: Account, retries: CognitoIdentityProviderClientConfig) =>
  new CognitoIdentityProviderClient({ endpoint, region: REGION, credentials, ...retries });

/** Given up for good when the client's retries are spent: nobody delivers the event again. */
async function tryPool(
  { id }: Account,
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<void> {
  try {
    await client.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
    const LogConfigurations = [toLogGroup(id, 'wanted')];
    await client.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));
  } catch {
    // Counted by the pool that stays as it was.
  }
}
