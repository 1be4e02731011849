import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { type Browser, chromium, type Page } from 'playwright-core';
import { desiredSide, observedSide } from '../../../../html/configuration.ts';
import { sections } from '../../../../local/admin/page/sections.ts';
import { group, HOME, NOW, pool, stream } from '../../../html/sample-pools.ts';
import {
  accessibilityViolations,
  chromiumPath,
  describeInChromium,
  overflowingElements,
  VIEWPORTS,
} from '../../../support/chromium.ts';
import { useLocalCloud } from '../../../support/local-cloud.ts';
import { clientsAt } from '../../clients.ts';

const accountAndRegion = { account: '123456789012', region: 'eu-west-1' };

const cloud = useLocalCloud({ per: 'each', ...accountAndRegion, quotaScale: 'off' });

const createPool = async (PoolName: string) =>
  (await clientsAt(cloud.url, accountAndRegion).cognito.send(new CreateUserPoolCommand({ PoolName })))
    .UserPool?.Id ?? '';

describeInChromium('the page in Chromium (skipped if it is not installed)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  }, 180_000);
  afterAll(() => browser.close());

  /** `sent`: the sections that the page shows instead of those of the cloud. */
  async function open(width: number, colorScheme: 'light' | 'dark', sent?: object): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    page.on('dialog', () => {
      throw new Error('The page ran a value as a script.');
    });
    if (sent !== undefined)
      await page.route('**/_local/stream*', (route) =>
        route.fulfill({
          contentType: 'text/event-stream',
          body: `data: ${JSON.stringify({ sections: sent })}\n\n`,
        }),
      );
    await page.goto(cloud.url);
    await page.waitForSelector('main section');
    return page;
  }

  test.each([
    [1280, 'light'],
    [400, 'dark'],
  ] as const)(
    'fits a width of %i pixels, meets WCAG AA and shows changes in the %s color scheme',
    async (width, scheme) => {
      const pool = await createPool('shop');
      const page = await open(width, scheme);
      const row = page.locator(`tr[data-pool="${pool}"]`);
      await row.getByText('Unmanaged').waitFor();
      const Value = '<script>alert(1)</script>'.repeat(20);
      const Name = `/cognito-log-delivery/pools/${pool}`;
      await clientsAt(cloud.url, accountAndRegion).ssm.send(
        new PutParameterCommand({ Name, Value, Type: 'String' }),
      );
      await row.getByText('Pending').waitFor();
      await page.getByText(`Create ${Name}`).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.locator('#state').textContent()).toBe('live');
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.close();
    },
    180_000,
  );

  test.each(VIEWPORTS)(
    'keeps pools with policies, queues and quotas in their boxes at a width of %i pixels in the %s color scheme',
    async (width, scheme) => {
      const page = await open(width, scheme, busySections());
      await page.locator('a.open').first().click();
      await page.locator('.below').waitFor();
      expect(await page.locator('tr[data-pool]').count()).toBe(12);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await overflowingElements(page)).toEqual([]);
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.close();
    },
    180_000,
  );

  test('the search hides the pools that do not match', async () => {
    const [shop, staff] = [await createPool('shop'), await createPool('staff')];
    const page = await open(1000, 'light');
    await page.locator(`tr[data-pool="${staff}"]`).waitFor();
    await page.getByLabel('Pool ID or name').fill('SHO');
    await page.locator(`tr[data-pool="${staff}"]`).waitFor({ state: 'detached' });
    expect(await page.locator(`tr[data-pool="${shop}"]`).count()).toBe(1);
    await page.close();
  }, 90_000);

  test('the controls edit a pool and a parameter, inject a fault and move the time, like another client', async () => {
    const pool = await createPool('shop');
    const page = await open(1280, 'light');
    const press = async (action: string, result: RegExp): Promise<void> => {
      await page.locator(`[data-action=${action}]`).click();
      await page.locator('#result', { hasText: result }).waitFor();
    };
    await page.locator(`#pool option[value="${pool}"]`).waitFor({ state: 'attached' });
    await press('put', /Wrote version 1/);
    await page.locator('.flow .f-event', { hasText: `Create /cognito-log-delivery/pools/${pool}` }).waitFor();
    await press('redirect', /Redirected the logs/);
    await page.locator('.flow .f-event', { hasText: 'SetLogDeliveryConfiguration' }).waitFor();
    await page.locator(`tr[data-pool="${pool}"]`, { hasText: '/by-hand' }).waitFor();
    await press('throttle', /next 5 calls of cognito-idp.SetLogDeliveryConfiguration/);
    await page
      .getByText('cognito-idp.SetLogDeliveryConfiguration: TooManyRequestsException, 5 more')
      .waitFor();
    await press('clear', /Removed all faults/);
    await press('deleteGroup', /Deleted the log group/);
    await press('day', /The time is/);
    await press('sweep', /The service is not deployed here/);
    await press('remove', /Deleted the parameter/);
    await press('remove', /ParameterNotFound/);
    await page.fill('#name', 'staff');
    await press('create', /Created the pool staff/);
    await page.locator('tr[data-name=staff]').waitFor();
    await page.close();
  }, 180_000);

  test('an open row stays open when the stream changes the pools', async () => {
    const pool = await createPool('shop');
    const page = await open(1280, 'light');
    await page.locator(`tr[data-pool="${pool}"] a.open`).click();
    await page.locator('.below').waitFor();
    await createPool('staff');
    await page.locator('tr[data-name=staff]').waitFor();
    expect(await page.locator(`tr[data-pool="${pool}"] + tr.below`).count()).toBe(1);
    await page.close();
  }, 90_000);

  test('shows that the cloud is not connected after it closes', async () => {
    const page = await open(1000, 'light');
    await cloud.close();
    await page.getByText('not connected').waitFor();
    await page.close();
  }, 90_000);
});

/** The sections of an account-region with twelve pools whose event sources have owners, and with used quotas. */
function busySections(): object {
  const outcomes = ['Applied', 'Rejected', 'Waiting', 'OutOfSync', 'Contested', 'Released'];
  const pools = Array.from({ length: 12 }, (_, at) =>
    pool(`eu-west-1_prodShop${at}`, outcomes[at % outcomes.length], {
      name: `prod-customers-of-shop-${at}`,
      notes: ['PLUS', 'userNotification: parameter', 'userAuthEvents: policy sign-in-evidence'],
      desired: observedSide([group('/aws/vendedlogs/cognito/errors'), stream('sign-ins')]),
      observed: at % 2 === 0 ? desiredSide(undefined) : observedSide([group('/aws/vendedlogs/team')]),
      history: [{ at: NOW, kind: 'outcome', title: 'Applied', outcome: 'Applied', lines: ['x'.repeat(200)] }],
    }),
  );
  const quota = { perSecond: 15, tokens: 15, taken: 12_345, refused: 1_234 };
  return sections([
    {
      ...HOME,
      now: NOW,
      sweepFunction: undefined,
      pools: { shown: pools, found: pools.length, all: pools },
      queues: [{ name: 'upkeep-dlq', waiting: 12_345, inFlight: 1_234, delayed: 123 }],
      quotas: { UserPoolRead: quota, UserPoolResourceUpdate: quota, TaggedResourcesRead: quota },
      flow: [{ at: NOW, kind: 'event', what: 'AWS API Call via CloudTrail', detail: pools[0]?.id ?? '' }],
      faults: ['cognito-idp.SetLogDeliveryConfiguration: TooManyRequestsException, 5 more'],
    },
  ]);
}
