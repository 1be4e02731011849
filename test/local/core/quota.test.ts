import { CreateUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { startLocalCloud } from '../../../local/cloud.ts';
import { createQuota } from '../../../local/core/quota.ts';
import { clientsAt } from '../clients.ts';

const get = 'cognito-idp.GetLogDeliveryConfiguration';
const set = 'cognito-idp.SetLogDeliveryConfiguration';

function acquired(
  quota: { acquire(operation: string): boolean },
  operation: string,
  attempts: number,
): number {
  return Array.from({ length: attempts }, () => quota.acquire(operation)).filter(Boolean).length;
}

describe('a quota', () => {
  test.each([
    ['cognito-idp.ListUserPools', 15],
    [get, 20],
    [set, 15],
    ['ssm.GetParametersByPath', 40],
    ['ssm.PutParameter', 3],
  ])('the quota of %s allows a burst of one second: %d calls', (operation, figure) => {
    expect(
      acquired(
        createQuota(1, () => 0),
        operation,
        100,
      ),
    ).toBe(figure);
  });

  test('a quota refills evenly, up to the calls of one second', () => {
    let now = 0;
    const quota = createQuota(1, () => now);
    acquired(quota, get, 100);
    now = 250;
    expect(acquired(quota, get, 100)).toBe(5);
    now = 60_000;
    expect(acquired(quota, get, 100)).toBe(20);
  });

  test('a quota is shared by the operations of its category only', () => {
    const quota = createQuota(1, () => 0);
    expect(acquired(quota, 'ssm.GetParameter', 30)).toBe(30);
    expect(acquired(quota, 'ssm.GetParameters', 30)).toBe(10);
    expect(acquired(quota, 'ssm.PutParameter', 30)).toBe(3);
  });

  test('a quota is multiplied by the scale and is unlimited when it is off', () => {
    expect(
      acquired(
        createQuota(10, () => 0),
        set,
        1000,
      ),
    ).toBe(150);
    expect(
      acquired(
        createQuota('off', () => 0),
        set,
        1000,
      ),
    ).toBe(1000);
  });
});

test('throttles calls with the error names of AWS, for each account and Region separately', async () => {
  let now = Date.now();
  const cloud = await startLocalCloud({ now: () => now });
  try {
    const { cognito, ssm } = clientsAt(cloud.url);
    const elsewhere = clientsAt(cloud.url, { region: 'eu-west-1' });
    const list = (client: typeof cognito) => client.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    for (let call = 0; call < 15; call += 1) await list(cognito);
    await expect(list(cognito)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await list(elsewhere.cognito);
    now += 100;
    await list(cognito);
    const put = () =>
      ssm.send(new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String', Overwrite: true }));
    for (let call = 0; call < 3; call += 1) await put();
    await expect(put()).rejects.toMatchObject({ name: 'ThrottlingException' });
  } finally {
    await cloud.close();
  }
});

test('rejects a new pool beyond the limit of pools per account', async () => {
  const cloud = await startLocalCloud({ quotaScale: 0.002, seed: 1 });
  await fetch(`${cloud.url}/_local/seed`, { method: 'POST', body: JSON.stringify({ pools: [{}, {}] }) });
  const { cognito } = clientsAt(cloud.url);
  await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'x' }))).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
  await cloud.close();
});
