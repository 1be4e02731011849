import { existsSync } from 'node:fs';
import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type LocalCloud, startLocalCloud } from '../../../../local/cloud.ts';
import { clientsAt } from '../../clients.ts';

/** Where Debian and Ubuntu put it. */
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const where = { account: '123456789012', region: 'eu-west-1' };

let cloud: LocalCloud;
beforeEach(async () => {
  cloud = await startLocalCloud({ ...where, quotaScale: 'off' });
});
afterEach(() => cloud.close());

const createPool = async (PoolName: string) =>
  (await clientsAt(cloud.url, where).cognito.send(new CreateUserPoolCommand({ PoolName }))).UserPool?.Id ??
  '';

test('the page is at / and needs nothing from elsewhere', async () => {
  const response = await fetch(cloud.url);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await response.text()).not.toMatch(/(src|href)="(?!data:)/);
});

test('the stream says what there is, again when it changes, and ends with the cloud', async () => {
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

test('ten thousand pools are cut, and the cut is said', async () => {
  await fetch(`${cloud.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({ ...where, pools: Array.from({ length: 10_000 }, () => ({})) }),
  }).then(async (answer) => expect({ status: answer.status }).toEqual({ status: 200 }));
  const response = await fetch(`${cloud.url}/_local/stream`);
  const reader = response.body?.getReader();
  let text = '';
  while (!text.endsWith('\n\n')) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  expect(text).toContain('Showing the first 100 of 10000 pools. Use the search to find others.');
  expect(text.split('<tr>').length).toBeLessThan(150);
}, 30_000);

(executablePath === undefined ? describe.skip : describe)(
  'in Chromium (skipped where it is not installed)',
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    }, 60_000);
    afterAll(() => browser.close());

    async function open(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      page.on('dialog', () => {
        throw new Error('a value was carried out');
      });
      await page.goto(cloud.url);
      await page.waitForSelector('main section');
      return page;
    }

    test.each([
      [1280, 'light'],
      [400, 'dark'],
    ] as const)(
      'at %i pixels nothing runs over the edge, and what changes shows',
      async (width, scheme) => {
        const pool = await createPool('shop');
        const page = await open(width, scheme);
        const row = page.locator('tr', { hasText: pool });
        await row.getByText('no parameter').waitFor();
        const Value = '<script>alert(1)</script>'.repeat(20);
        const Name = `/cognito-log-delivery/pools/${pool}`;
        await clientsAt(cloud.url, where).ssm.send(new PutParameterCommand({ Name, Value, Type: 'String' }));
        await row.getByText('not JSON').waitFor();
        await page.getByText(`Create ${Name}`).waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.locator('#state').textContent()).toBe('live');
        await page.close();
      },
      30_000,
    );

    test('the search keeps what it finds', async () => {
      const [shop, staff] = [await createPool('shop'), await createPool('staff')];
      const page = await open(1000, 'light');
      await page.getByText(staff).waitFor();
      await page.getByLabel('Pool id or name').fill('SHO');
      await page.getByText(staff).waitFor({ state: 'detached' });
      expect(await page.getByText(shop).count()).toBe(1);
      await page.close();
    }, 30_000);

    test('a cloud that has gone is said to be', async () => {
      const page = await open(1000, 'light');
      await cloud.close();
      await page.getByText('not connected').waitFor();
      await page.close();
    }, 30_000);
  },
);

async function eventually(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come to hold');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
