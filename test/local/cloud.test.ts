import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CreateUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { startLocalCloud } from '../../local/cloud.ts';
import type { AccountRegion } from '../../local/core/account-region.ts';
import type { Stack } from '../../local/core/stack.ts';
import { clientsAt } from './clients.ts';

const stack = (changes: Partial<Stack> = {}): Stack => ({
  functionNames: ['fn'],
  configuration: () => undefined,
  recursiveInvocationsDropped: () => ({}),
  queueUrls: [],
  rules: [],
  tableNames: [],
  invoke: async () => undefined,
  kill: async () => {},
  close: async () => {},
  ...changes,
});

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('reports a port that is in use in one line', async () => {
  const first = await startLocalCloud();
  try {
    await expect(startLocalCloud({ port: first.port })).rejects.toThrow(
      new RegExp(`^Port ${first.port} is in use [^\\n]*$`),
    );
  } finally {
    await first.close();
  }
});

test('a process exits after it closes its cloud, even during a long poll', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/local/child.ts'], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Shorter than the poll. A child that waits for the poll is killed and has no exit code.
    timeout: 15_000,
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'exit');
  expect({ code, output }).toEqual({ code: 0, output: 'closed\n' });
}, 180_000);

test('separates accounts and Regions, and maps an access key that is not an account ID to 000000000000', async () => {
  const cloud = await startLocalCloud({ quotaScale: 'off' });
  try {
    const at = (account: string, region: string) => clientsAt(cloud.url, { account, region });
    const home = at('111111111111', 'us-east-1');
    await home.ssm.send(new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String' }));
    await home.cognito.send(new CreateUserPoolCommand({ PoolName: 'p' }));
    for (const other of [at('111111111111', 'eu-west-1'), at('222222222222', 'us-east-1')]) {
      await expect(other.ssm.send(new GetParameterCommand({ Name: '/a' }))).rejects.toMatchObject({
        name: 'ParameterNotFound',
      });
      expect((await other.cognito.send(new ListUserPoolsCommand({ MaxResults: 9 }))).UserPools).toEqual([]);
    }
    await at('AKIAANYTHING', 'us-east-1').ssm.send(
      new PutParameterCommand({ Name: '/b', Value: 'v', Type: 'String' }),
    );
    await at('000000000000', 'us-east-1').ssm.send(new GetParameterCommand({ Name: '/b' }));
  } finally {
    await cloud.close();
  }
});

describe('with a service to deploy', () => {
  test('reports 503 as health, and delays calls, until the default account and Region is deployed', async () => {
    const { open, opened } = gate();
    let endpoint = (_: string) => {};
    const listening = new Promise<string>((resolve) => {
      endpoint = resolve;
    });
    const starting = startLocalCloud({
      deploy: async (accountRegion) => {
        endpoint(accountRegion.endpoint);
        await opened;
        return stack();
      },
    });
    const url = await listening;
    expect((await fetch(`${url}/health`)).status).toBe(503);
    const order: string[] = [];
    const call = clientsAt(url)
      .cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }))
      .then(() => order.push('call'));
    order.push('open');
    open();
    const cloud = await starting;
    await call;
    expect(order).toEqual(['open', 'call']);
    const health = await fetch(`${url}/_local/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ ready: true, accountRegions: [{ functions: ['fn'] }] });
    await cloud.close();
  });

  test('deploys each account and Region once, and accepts calls of its roles during the deployment', async () => {
    const deployed: string[] = [];
    const closed: string[] = [];
    const deploy = async (accountRegion: AccountRegion) => {
      const { account, region } = accountRegion;
      deployed.push(`${account}/${region}`);
      const credentials = accountRegion.issueRoleCredentials('arn:aws:iam::000000000000:role/r', 's');
      // Would never return if a call of a function waited for the stack.
      await clientsAt(accountRegion.endpoint, { region, credentials }).cognito.send(
        new ListUserPoolsCommand({ MaxResults: 1 }),
      );
      return stack({ close: async () => void closed.push(`${account}/${region}`) });
    };
    const cloud = await startLocalCloud({ deploy, account: '123456789012', region: 'us-west-2' });
    const elsewhere = clientsAt(cloud.url, { account: '111111111111', region: 'eu-west-1' });
    const list = () => elsewhere.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    await Promise.all([list(), list(), list()]);
    expect(deployed).toEqual(['123456789012/us-west-2', '111111111111/eu-west-1']);
    await cloud.close();
    expect(closed.sort()).toEqual(deployed.sort());
  });

  test('reports a failed deployment at the start, or in every call to that account and Region', async () => {
    const fail = async (): Promise<Stack> => {
      throw new Error('Unknown resource type: X');
    };
    await expect(startLocalCloud({ deploy: fail })).rejects.toThrow('Unknown resource type: X');
    const cloud = await startLocalCloud({
      deploy: async (accountRegion) => (accountRegion.region === 'us-east-1' ? stack() : fail()),
    });
    await expect(
      clientsAt(cloud.url, { region: 'eu-west-1' }).cognito.send(new ListUserPoolsCommand({ MaxResults: 1 })),
    ).rejects.toMatchObject({ message: 'Unknown resource type: X' });
    await cloud.close();
  });
});
