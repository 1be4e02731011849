import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startWorld, type World } from '../cli/support/clr.ts';
import { e2eClient, waitForOutcome } from '../support/e2e-client.ts';

const ACCOUNT = '123456789012';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 180_000);
afterAll(() => world.close());

/** Two Regions of partitions whose names and DNS suffixes have nothing in common with those of `aws`. */
const REGIONS = [
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-iso-east-1', 'aws-iso'],
] as const;

const entry = (partition: string, region: string, account: string) => ({
  EventSource: 'userNotification' as const,
  LogLevel: 'ERROR' as const,
  CloudWatchLogsConfiguration: {
    LogGroupArn: `arn:${partition}:logs:${region}:${account}:log-group:/aws/vendedlogs/x`,
  },
});

describe.each(REGIONS)('in %s', (region, partition) => {
  test('applies a parameter with a log group of the partition, which the default allow-list contains', async () => {
    const client = e2eClient(world.local.url, ACCOUNT, region);
    const pool = await client.createPool();
    await client.put(pool, { LogConfigurations: [entry(partition, region, ACCOUNT)] });
    await waitForOutcome(client, pool, 'Applied');
    expect(await client.pool(pool)).toEqual([entry(partition, region, ACCOUNT)]);
  }, 180_000);

  test('repairs an edited pool and records the ARN of the actor in the partition', async () => {
    const client = e2eClient(world.local.url, ACCOUNT, region);
    const pool = await client.createPool();
    await client.put(pool, { LogConfigurations: [entry(partition, region, ACCOUNT)] });
    const applied = await waitForOutcome(client, pool, 'Applied');
    await client.setPool(pool, []);
    const repaired = await waitForOutcome(client, pool, 'Repaired', applied?.Revision);
    expect(repaired?.Transitions.at(-1)?.Actor?.Arn).toBe(`arn:${partition}:iam::${ACCOUNT}:user/${ACCOUNT}`);
  }, 180_000);

  test('rejects a log group of another account', async () => {
    const client = e2eClient(world.local.url, ACCOUNT, region);
    const pool = await client.createPool();
    await client.put(pool, { LogConfigurations: [entry(partition, region, '999999999999')] });
    await waitForOutcome(client, pool, 'Rejected');
    expect(await client.pool(pool)).toEqual([]);
  }, 180_000);

  test('clr init writes an example of the partition, which clr validate accepts with and without settings', async () => {
    const env = { AWS_REGION: region };
    const made = await world.clr(['init', region, '--from-service'], { env });
    expect(made).toMatchObject({ code: 0 });
    const file = join(world.folder, region, 'parameter.example.yaml');
    const text = await readFile(file, 'utf8');
    expect(text).toContain(`LogGroupArn: arn:${partition}:logs:${region}:${ACCOUNT}:log-group:`);
    expect(text).not.toContain('arn:aws:');
    const settings = join(world.folder, region, 'clr-settings.json');
    expect(await world.clr(['validate', '--settings', settings, file])).toMatchObject({ code: 0 });
    expect(await world.clr(['validate', file])).toMatchObject({ code: 0 });
  }, 180_000);

  test('clr plan and clr doctor read the service', async () => {
    const env = { AWS_REGION: region };
    expect(await world.clr(['plan'], { env })).toMatchObject({ stderr: '' });
    const doctor = await world.clr(['doctor', '-o', 'json', '--show-passing'], { env });
    expect(doctor.stderr).toBe('');
    expect(JSON.parse(doctor.stdout)).toMatchObject({ kind: 'Doctor' });
  }, 180_000);
});
