import { CreateUserPoolCommand, TagResourceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { useLocalCloud } from '../../../support/local-cloud.ts';
import { clientsAt } from '../../clients.ts';

const accountAndRegion = { account: '123456789012', region: 'eu-west-1' };

const cloud = useLocalCloud({ per: 'each', ...accountAndRegion, quotaScale: 'off' });

const createPool = async (PoolName: string) =>
  (await clientsAt(cloud.url, accountAndRegion).cognito.send(new CreateUserPoolCommand({ PoolName })))
    .UserPool?.Id ?? '';

async function seed(pools: readonly object[]): Promise<void> {
  const body = JSON.stringify({ ...accountAndRegion, pools });
  const response = await fetch(`${cloud.url}/_local/seed`, { method: 'POST', body });
  expect(response.status).toBe(200);
}

/** Returns the first message of the stream. */
async function firstMessage(): Promise<string> {
  const response = await fetch(`${cloud.url}/_local/stream`);
  const reader = response.body?.getReader();
  let text = '';
  while (!text.endsWith('\n\n')) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  return text;
}

test('serves the page at / without references to other files, and allows no other scripts', async () => {
  const response = await fetch(cloud.url);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const text = await response.text();
  expect(text).not.toMatch(/(src|href)="(?!data:)/);
  expect(text).toContain("default-src 'none'");
  expect(text).not.toContain("'unsafe-inline'");
});

test('streams the matching pools, sends changes, and ends when the cloud closes', async () => {
  const first = await createPool('first');
  const response = await fetch(`${cloud.url}/_local/stream?search=FIRST`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const decoder = new TextDecoder();
  const seen: string[] = [];
  const read = (async () => {
    for await (const chunk of response.body ?? []) seen.push(decoder.decode(chunk));
  })().catch(() => 'ended');
  await eventually(() => seen.join('').includes(first));
  const second = await createPool('second');
  const third = await createPool('the first of others');
  await eventually(() => seen.join('').includes(third));
  expect(seen.join('')).not.toContain(`<code>${second}`);
  await cloud.close();
  await read;
});

test('shows the pool of a change of tags in the flow', async () => {
  const { cognito } = clientsAt(cloud.url, accountAndRegion);
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'shop' }));
  await cognito.send(new TagResourceCommand({ ResourceArn: UserPool?.Arn, Tags: { team: 'a' } }));
  const text = (await firstMessage()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(text).toContain(`Tag Change on Resource ${UserPool?.Arn}`);
  expect(text).toContain(`TagResource ${UserPool?.Arn}`);
});

test('shows on both sides that a pool has a replica', async () => {
  await seed([{ Id: 'eu-west-1_a', PoolName: 'shop', ReplicaRegion: 'eu-central-1' }]);
  const text = await firstMessage();
  expect(text).toContain('<small>replica in eu-central-1</small>');
  expect(text).toContain('<small>replica of eu-west-1, INACTIVE</small>');
});

test('shows the first 100 of 10,000 pools and states the total', async () => {
  await seed(Array.from({ length: 10_000 }, () => ({})));
  const text = await firstMessage();
  expect(text).toContain('Showing the first 100 of 10000 pools. Use the search to find others.');
  expect(text).toContain('The verdict is shown for up to 500 pools.');
  expect(text.split('<tr data-pool').length).toBe(101);
}, 180_000);

async function eventually(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('The condition did not become true in 10 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
