import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { ClrLocal } from '../support/clr-local.ts';
import { type E2eClient, e2eClient, eventually } from '../support/e2e-client.ts';

/** The account, the Region and the pool in the examples. */
const EXAMPLE_ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const POOL = 'eu-west-1_aBcDeFgHi';

export const examples = resolve(import.meta.dirname, '../../examples');

/** An account of the local cloud with the pool of the examples, which the policy of the examples selects. */
export interface ExampleAccount {
  readonly account: string;
  readonly client: E2eClient;
  readonly env: Readonly<Record<string, string>>;
  /** Returns an example with this account instead of the account in its text. */
  read(path: string): Promise<string>;
  put(name: string, value: string): Promise<void>;
}

export async function exampleAccount(local: ClrLocal, account: string): Promise<ExampleAccount> {
  const body = JSON.stringify({
    account,
    region: REGION,
    pools: [
      {
        Id: POOL,
        PoolName: 'shop',
        UserPoolTier: 'PLUS',
        AdvancedSecurityMode: 'AUDIT',
        UserPoolTags: { env: 'prod' },
      },
    ],
  });
  const response = await fetch(`${local.url}/_local/seed`, { method: 'POST', body });
  expect(response.status).toBe(200);
  const credentials = { accessKeyId: account, secretAccessKey: 'none' };
  const ssm = new SSMClient({ endpoint: local.url, region: REGION, credentials });
  return {
    account,
    client: e2eClient(local.url, account, REGION),
    env: {
      AWS_ENDPOINT_URL: local.url,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'none',
    },
    read: async (path) => (await readFile(join(examples, path), 'utf8')).replaceAll(EXAMPLE_ACCOUNT, account),
    put: async (Name, Value) =>
      void (await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }))),
  };
}

/** Waits until the pool sends its errors, as its parameter says, and its sign-ins, as the policy says. */
export const untilDelivering = ({ client, account }: ExampleAccount): Promise<unknown> =>
  untilDestinations(client, [
    `arn:aws:firehose:${REGION}:${account}:deliverystream/sign-ins`,
    `arn:aws:logs:${REGION}:${account}:log-group:/aws/vendedlogs/shop`,
  ]);

/** Waits until the pool has exactly these destinations, in alphabetical order. */
export const untilDestinations = (client: E2eClient, arns: readonly string[]): Promise<unknown> =>
  eventually(
    async () =>
      (await client.pool(POOL)).map(
        (entry) => entry.FirehoseConfiguration?.StreamArn ?? entry.CloudWatchLogsConfiguration?.LogGroupArn,
      ),
    (found) => JSON.stringify(found.toSorted()) === JSON.stringify(arns),
    60_000,
  );

/** Copies the folder of the examples, with the account of the test, into the folder `fleet` of a new folder. */
export async function copyFleet(example: ExampleAccount, parent: string): Promise<string> {
  const directory = await mkdtemp(join(parent, 'repository-'));
  const fleet = join(directory, 'fleet');
  await cp(join(examples, 'git'), fleet, { recursive: true });
  for (const path of ['pools/eu-west-1_aBcDeFgHi.yaml', 'policies/production-sign-ins.yaml'])
    await writeFile(join(fleet, path), await example.read(`git/${path}`));
  return directory;
}
