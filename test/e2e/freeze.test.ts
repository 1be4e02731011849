import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clrLocal } from '../support/clr-local.ts';
import { e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';
import { toLogGroup } from '../support/situation.ts';

const SETS = 'cognito-idp.SetLogDeliveryConfiguration';
const Name = '/cognito-log-delivery/freeze';

test('a parameter freezes the deployed service, and its deletion brings all pools up to date', async () => {
  const local = await clrLocal(['--quota-scale', 'off', '--param', 'recheckDelay=1']);
  try {
    const client = e2eClient(local.url, '123456789012', 'eu-west-1');
    const credentials = { accessKeyId: '123456789012', secretAccessKey: 'none' };
    const ssm = new SSMClient({ endpoint: local.url, region: 'eu-west-1', credentials });
    const [edited, drifted] = [await client.createPool(), await client.createPool()];
    for (const pool of [edited, drifted]) {
      await client.put(pool, { LogConfigurations: [toLogGroup('a')] });
      await waitForOutcome(client, pool, 'Applied');
    }
    const sets = await client.calls(SETS);
    const records = await Promise.all([edited, drifted].map((pool) => client.record(pool)));

    await ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: 'anything' }));
    await client.put(edited, { LogConfigurations: [toLogGroup('b')] });
    await client.setPool(drifted, []);
    for (const queue of ['edits', 'upkeep'])
      await eventually(
        () => client.messages(queue),
        (messages) => messages === 0,
        20_000,
      );
    // The rule has started a sweep, so this one can be the second.
    await eventually(
      () => client.sweep().catch(() => undefined),
      (swept) => swept?.result === 'Swept',
      20_000,
    );
    expect(await client.calls(SETS)).toBe(sets);
    expect(await Promise.all([edited, drifted].map((pool) => client.record(pool)))).toEqual(records);

    await ssm.send(new DeleteParameterCommand({ Name }));
    await eventually(
      () => client.pool(edited),
      (entries) => JSON.stringify(entries).includes(':b"') || JSON.stringify(entries).includes('/b"'),
      30_000,
    );
    await eventually(
      () => client.pool(drifted),
      (entries) => entries.length === 1,
      30_000,
    );
  } finally {
    await local.interrupt();
  }
}, 180_000);
