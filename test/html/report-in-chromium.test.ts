import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { observedSide } from '../../html/configuration.ts';
import { type ReportView, report } from '../../html/report.ts';
import {
  accessibilityViolations,
  chromiumPath,
  describeInChromium,
  overflowingElements,
  VIEWPORTS,
} from '../support/chromium.ts';
import { group, NOW, pool, reportView } from './sample-pools.ts';
import { incomplete, pools } from './sample-report.ts';

describeInChromium('the report in Chromium (skipped if it is not installed)', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    folder = await mkdtemp(join(tmpdir(), 'clr-report-'));
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  interface Opened {
    readonly page: Page;
    ids(): Promise<readonly string[]>;
    shows(text: string): Promise<void>;
  }
  async function open(
    view: ReportView,
    options: Parameters<Browser['newPage']>[0] = {},
    hash = '',
  ): Promise<Opened> {
    await writeFile(join(folder, 'report.html'), report(view));
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    page.on('dialog', () => {
      throw new Error('The page ran a value as a script.');
    });
    await page.goto(`file://${folder}/report.html${hash}`);
    return {
      page,
      ids: () =>
        page
          .locator('.pools tr[data-pool]')
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-pool') ?? '')),
      shows: (text) => page.locator('#shown', { hasText: text }).waitFor(),
    };
  }
  const URGENT = [
    'eu-west-1_u',
    'eu-west-1_e',
    'eu-west-1_s',
    'eu-west-1_b',
    'eu-west-1_free',
    'eu-west-1_c',
  ];

  test('shows pools in order of urgency, and sorts them by the selected column', async () => {
    const { page, ids } = await open(incomplete);
    expect(await ids()).toEqual(URGENT);
    const first = async (order: string): Promise<string | undefined> => {
      await page.selectOption('#sort', order);
      await page.waitForURL(new RegExp(`sort=${order}`));
      return (await ids())[0];
    };
    expect(await first('drifts')).toBe('eu-west-1_c');
    expect(await first('since')).toBe('eu-west-1_c');
    expect(await first('pool')).toBe('eu-west-1_b');
    await page.close();
  }, 180_000);

  test('filters pools by text, by tile, by event source, by destination and by problem', async () => {
    const { page, ids, shows } = await open(incomplete);
    await page.fill('#search', 'MALLORY');
    await shows('1 of 6');
    expect(await ids()).toEqual(['eu-west-1_c']);
    await page.getByRole('button', { name: 'Reset' }).click();
    await shows('6 of 6');
    await page.locator('.tile', { hasText: 'Silent' }).click();
    await shows('1 of 6');
    expect(await ids()).toEqual(['eu-west-1_s']);
    await page.locator('.tile[aria-current]').click();
    await shows('6 of 6');
    await page.selectOption('#source', 'userAuthEvents');
    await shows('1 of 6');
    await page.selectOption('#source', '-userAuthEvents');
    await shows('5 of 6');
    await page.selectOption('#source', '');
    await shows('6 of 6');
    await page.locator('.pools-link', { hasText: '1 pool' }).nth(2).click();
    await shows('1 of 6');
    expect(await ids()).toEqual(['eu-west-1_s']);
    await page.goto(
      `${page.url().split('#')[0]}#destination=${encodeURIComponent('arn:aws:logs:eu-west-1:123456789012:log-group:a')}`,
    );
    await shows('4 of 6');
    await page.close();
  }, 180_000);

  test('opens the pool and the filters of a link, and keeps both in the address', async () => {
    const { page, ids } = await open(incomplete, {}, '#state=silent&pool=eu-west-1_c');
    expect(await ids()).toEqual(['eu-west-1_c', 'eu-west-1_s']);
    await page.locator('.below', { hasText: 'user/mallory' }).waitFor();
    const link = page.getByRole('button', { name: 'prod-shop' });
    expect(await link.getAttribute('aria-expanded')).toBe('true');
    await link.press('Enter');
    expect(await page.locator('.below').count()).toBe(0);
    expect(page.url()).toMatch(/#state=silent$/);
    await page.close();
  }, 180_000);

  test('can be used by keyboard: / searches, the arrow keys select a pool, and the space key opens it', async () => {
    const { page } = await open(incomplete);
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.locator('.pools a.open').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    expect(await page.locator('.below').count()).toBe(1);
    expect(page.url()).toContain('pool=eu-west-1_e');
    await page.close();
  }, 180_000);

  test.each(VIEWPORTS)(
    'meets WCAG AA, does not scroll horizontally and keeps its content in its boxes at a width of %i pixels in the %s color scheme',
    async (width, colorScheme) => {
      const long = 'x'.repeat(300);
      const wide = pool(`eu-west-1_${long}`, 'InSync', { desired: observedSide([group(long)]) });
      const { page } = await open(
        { ...incomplete, pools: [...pools, wide, pool('eu-west-1_f', 'Released')] },
        { viewport: { width, height: 900 }, colorScheme },
      );
      await page.getByText('Definitions').click();
      await page.getByRole('button', { name: 'prod-shop' }).click();
      await page.locator('.pools a.open').nth(1).click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await overflowingElements(page)).toEqual([]);
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.close();
    },
    180_000,
  );

  test('the check of WCAG AA finds an invalid role', async () => {
    const { page } = await open(reportView());
    await page.evaluate("document.querySelector('h1').setAttribute('role', 'invented')");
    expect((await accessibilityViolations(page)).join()).toContain('aria-roles');
    await page.close();
  }, 180_000);

  test('prints every row and every history, also when a filter is active', async () => {
    const { page, ids } = await open(incomplete, {}, '#state=silent');
    expect(await ids()).toEqual(['eu-west-1_s']);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("void dispatchEvent(new Event('beforeprint'))");
    expect(await ids()).toEqual(URGENT);
    expect(await page.locator('article.details').count()).toBe(5);
    expect(await page.locator('article', { hasText: 'user/mallory' }).isVisible()).toBe(true);
    expect(await page.locator('form').isVisible()).toBe(false);
    await page.evaluate("void dispatchEvent(new Event('afterprint'))");
    expect(await ids()).toEqual(['eu-west-1_s']);
    expect(await page.locator('article.details').count()).toBe(0);
    await page.close();
  }, 180_000);

  test('shows every row and every history without JavaScript', async () => {
    const many = Array.from({ length: 250 }, (_, at) => pool(`eu-west-1_p${at}`));
    const { page, ids } = await open(
      { ...incomplete, pools: [...pools, ...many] },
      { javaScriptEnabled: false },
    );
    expect(await page.locator('.pools tr[data-pool]').count()).toBe(256);
    expect(await page.locator('article.details').count()).toBe(255);
    expect((await ids())[0]).toBe('eu-west-1_u');
    expect(await page.locator('#filters').isVisible()).toBe(false);
    await page.close();
  }, 180_000);

  test('shows ten thousand pools in parts, and finds one of them by text and by link', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) =>
      pool(`eu-west-1_${at}`, 'InSync', { name: `shop-${at}` }),
    );
    const { page, ids, shows } = await open(reportView({ pools: many, madeAt: NOW }));
    expect((await ids()).length).toBe(200);
    await page.getByRole('button', { name: 'Show more' }).click();
    expect((await ids()).length).toBeGreaterThan(200);
    await page.fill('#search', 'shop-9999');
    await shows('1 of 10000');
    expect(await ids()).toEqual(['eu-west-1_9999']);
    await page.goto(`${page.url().split('#')[0]}#pool=eu-west-1_8888`);
    await page.locator('.below').waitFor();
    expect((await ids())[0]).toBe('eu-west-1_8888');
    await page.close();
  }, 180_000);
});
