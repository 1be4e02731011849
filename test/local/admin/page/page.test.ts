import { existsSync } from 'node:fs';
import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { type Browser, chromium, type Page } from 'playwright-core';
import { useLocalCloud } from '../../../support/local-cloud.ts';
import { clientsAt } from '../../clients.ts';

/** The paths that Debian and Ubuntu use. */
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const accountAndRegion = { account: '123456789012', region: 'eu-west-1' };

const cloud = useLocalCloud({ per: 'each', ...accountAndRegion, quotaScale: 'off' });

const createPool = async (PoolName: string) =>
  (await clientsAt(cloud.url, accountAndRegion).cognito.send(new CreateUserPoolCommand({ PoolName })))
    .UserPool?.Id ?? '';

test('serves the page at / without references to other files', async () => {
  const response = await fetch(cloud.url);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await response.text()).not.toMatch(/(src|href)="(?!data:)/);
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

test('shows on both sides that a pool has a replica', async () => {
  await fetch(`${cloud.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({
      ...accountAndRegion,
      pools: [{ Id: 'eu-west-1_a', PoolName: 'shop', ReplicaRegion: 'eu-central-1' }],
    }),
  });
  const response = await fetch(`${cloud.url}/_local/stream`);
  const reader = response.body?.getReader();
  let text = '';
  while (!text.endsWith('\n\n')) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  expect(text).toContain('shop · replica in eu-central-1');
  expect(text).toContain('shop · replica of eu-west-1, INACTIVE');
});

test('shows the first 100 of 10,000 pools and states the total', async () => {
  await fetch(`${cloud.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({ ...accountAndRegion, pools: Array.from({ length: 10_000 }, () => ({})) }),
  }).then(async (response) => expect({ status: response.status }).toEqual({ status: 200 }));
  const response = await fetch(`${cloud.url}/_local/stream`);
  const reader = response.body?.getReader();
  let text = '';
  while (!text.endsWith('\n\n')) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  expect(text).toContain('Showing the first 100 of 10000 pools. Use the search to find others.');
  expect(text.split('<tr>').length).toBeLessThan(150);
}, 180_000);

(executablePath === undefined ? describe.skip : describe)(
  'in Chromium (skipped if it is not installed)',
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    }, 180_000);
    afterAll(() => browser.close());

    async function open(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      page.on('dialog', () => {
        throw new Error('The page ran a value as a script.');
      });
      await page.goto(cloud.url);
      await page.waitForSelector('main section');
      return page;
    }

    test.each([
      [1280, 'light'],
      [400, 'dark'],
    ] as const)(
      'fits a width of %i pixels and shows changes in the %s color scheme',
      async (width, scheme) => {
        const pool = await createPool('shop');
        const page = await open(width, scheme);
        const row = page.locator('tr', { hasText: pool });
        await row.getByText('no parameter').waitFor();
        const Value = '<script>alert(1)</script>'.repeat(20);
        const Name = `/cognito-log-delivery/pools/${pool}`;
        await clientsAt(cloud.url, accountAndRegion).ssm.send(
          new PutParameterCommand({ Name, Value, Type: 'String' }),
        );
        await row.getByText('not JSON').waitFor();
        await page.getByText(`Create ${Name}`).waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.locator('#state').textContent()).toBe('live');
        await page.close();
      },
      180_000,
    );

    test('the search hides the pools that do not match', async () => {
      const [shop, staff] = [await createPool('shop'), await createPool('staff')];
      const page = await open(1000, 'light');
      await page.getByText(staff).waitFor();
      await page.getByLabel('Pool id or name').fill('SHO');
      await page.getByText(staff).waitFor({ state: 'detached' });
      expect(await page.getByText(shop).count()).toBe(1);
      await page.close();
    }, 30_000);

    test('shows that the cloud is not connected after it closes', async () => {
      const page = await open(1000, 'light');
      await cloud.close();
      await page.getByText('not connected').waitFor();
      await page.close();
    }, 30_000);
  },
);

async function eventually(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('The condition did not become true in 10 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
