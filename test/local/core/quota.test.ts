import { CreateUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { startLocalCloud } from '../../../local/cloud.ts';
import { createQuota } from '../../../local/core/quota.ts';
import { clientsAt } from '../clients.ts';

const get = 'cognito-idp.GetLogDeliveryConfiguration';
const set = 'cognito-idp.SetLogDeliveryConfiguration';

function taken(quota: { acquire(operation: string): boolean }, operation: string, tries: number): number {
  return Array.from({ length: tries }, () => quota.acquire(operation)).filter(Boolean).length;
}

describe('a bucket', () => {
  test.each([
    ['cognito-idp.ListUserPools', 15],
    [get, 20],
    [set, 15],
    ['ssm.GetParametersByPath', 40],
    ['ssm.PutParameter', 3],
  ])('of %s holds one second of %d', (operation, figure) => {
    expect(
      taken(
        createQuota(1, () => 0),
        operation,
        100,
      ),
    ).toBe(figure);
  });

  test('refills evenly, to one second and no further', () => {
    let now = 0;
    const quota = createQuota(1, () => now);
    taken(quota, get, 100);
    now = 250;
    expect(taken(quota, get, 100)).toBe(5);
    now = 60_000;
    expect(taken(quota, get, 100)).toBe(20);
  });

  test('is shared by the operations of its category, and by no others', () => {
    const quota = createQuota(1, () => 0);
    expect(taken(quota, 'ssm.GetParameter', 30)).toBe(30);
    expect(taken(quota, 'ssm.GetParameters', 30)).toBe(10);
    expect(taken(quota, 'ssm.PutParameter', 30)).toBe(3);
  });

  test('grows with the scale, or lets everything through', () => {
    expect(
      taken(
        createQuota(10, () => 0),
        set,
        1000,
      ),
    ).toBe(150);
    expect(
      taken(
        createQuota('off', () => 0),
        set,
        1000,
      ),
    ).toBe(1000);
  });
});

test('over the wire: the errors AWS sends, for each accountRegion apart', async () => {
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

test('no more pools than the account may have', async () => {
  const cloud = await startLocalCloud({ quotaScale: 0.002, seed: 1 });
  await fetch(`${cloud.url}/_local/seed`, { method: 'POST', body: JSON.stringify({ pools: [{}, {}] }) });
  const { cognito } = clientsAt(cloud.url);
  await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'x' }))).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
  await cloud.close();
});
