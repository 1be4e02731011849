import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { PoolView } from '../../html/pool-table.ts';
import { type ReportView, report } from '../../html/report.ts';

const pool = (id: string, outcome: string, over: Partial<PoolView['recorded']> = {}): PoolView => ({
  id,
  desired: { lines: ['userNotification ERROR → arn:one'] },
  observed: { lines: ['userNotification ERROR → arn:two'] },
  recorded: { outcome, reasons: [], since: '2026-03-01T12:00:00.000Z', driftCount: 0, ...over },
});
const view = (over: Partial<ReportView> = {}): ReportView => ({
  service: 'cognito-log-reconciler-prod',
  account: '123456789012',
  region: 'eu-west-1',
  madeAt: '2026-03-02T12:00:00.000Z',
  version: '1.2.3',
  pools: [
    pool('eu-west-1_b', 'Rejected', { reasons: ['found "<script>alert(1)</script>"'] }),
    pool('eu-west-1_c', 'Applied', {
      driftCount: 3,
      since: '2026-03-01T13:00:00.000Z',
      appliedAt: '2026-03-01T13:00:00.000Z',
      findings: ['no logs delivered: the log group does not exist'],
      original: { lines: [], note: 'no log delivery' },
      history: [
        {
          at: '2026-03-01T13:00:00.000Z',
          change: 'Applied → Repaired',
          trigger: 'SetLogDeliveryConfiguration by arn:aws:iam::1:user/mallory at 2026-03-01T12:59:59Z',
          lines: ['LogLevel: "INFO" → "ERROR"'],
        },
      ],
    }),
    pool('eu-west-1_a', 'InSync', { driftCount: 1 }),
  ],
  unmanaged: { pools: ['eu-west-1_free'] },
  notes: ['The last sweep ended at 2026-03-02T11:00:00.000Z.'],
  ...over,
});

test('contains the whole report without JavaScript, loads no other files and escapes values', () => {
  const text = report(view());
  for (const expected of [
    '123456789012',
    'cognito-log-reconciler-prod',
    'clr 1.2.3',
    'The last sweep ended',
    'eu-west-1_free',
    'user/mallory',
    'no logs delivered: the log group does not exist',
    'original configuration: no log delivery',
    'drifted 3 times',
    'drifted once',
  ])
    expect(text).toContain(expected);
  expect(text).not.toMatch(/(src|href)="(?!data:)/);
  expect(text).toContain("default-src 'none'");
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('&lt;script&gt;alert(1)');
});

test('counts the pools with each outcome and the pools that are not delivering logs', () => {
  const text = report(view());
  expect(text).toMatch(/Rejected<\/th><td class="count">1</);
  expect(text).toMatch(/not delivering logs<\/th><td class="count">1</);
});

test('states that no pools exist and shows the note about unmanaged pools', () => {
  const text = report(view({ pools: [], unmanaged: { pools: [], note: 'Not all pools are listed.' } }));
  expect(text).toContain('No pools.');
  expect(text).toContain('Not all pools are listed.');
});

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

(executablePath === undefined ? describe.skip : describe)('in a browser', () => {
  let browser: Browser;
  let folder: string;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    folder = await mkdtemp(join(tmpdir(), 'clr-report-'));
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });
  const open = async (shown: ReportView, width = 1280): Promise<void> => {
    await writeFile(join(folder, 'report.html'), report(shown));
    page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.goto(`file://${folder}/report.html`);
  };
  const ids = () => page.locator('.pools tbody tr:visible th code').allTextContents();

  test('shows pools in order of urgency and sorts them by the selected column', async () => {
    await open(view());
    expect(await ids()).toEqual(['eu-west-1_b', 'eu-west-1_c', 'eu-west-1_a']);
    const sorted = async (by: string): Promise<readonly string[]> => {
      await page.selectOption('#sort', by);
      await page.waitForTimeout(200);
      return ids();
    };
    expect(await sorted('pool')).toEqual(['eu-west-1_a', 'eu-west-1_b', 'eu-west-1_c']);
    expect((await sorted('drifts'))[0]).toBe('eu-west-1_c');
    expect((await sorted('since'))[0]).toBe('eu-west-1_c');
    expect(await sorted('urgency')).toEqual(['eu-west-1_b', 'eu-west-1_c', 'eu-west-1_a']);
  }, 180_000);

  test('filters pools by outcome and by text, and shows how many match', async () => {
    await open(view());
    await page.selectOption('#outcome', 'Applied');
    await page.locator('#shown', { hasText: '1 of 3' }).waitFor();
    expect(await ids()).toEqual(['eu-west-1_c']);
    await page.selectOption('#outcome', '');
    await page.fill('#search', 'MALLORY');
    await page.locator('#shown', { hasText: '1 of 3' }).waitFor();
    expect(await ids()).toEqual(['eu-west-1_c']);
  }, 180_000);

  test.each([1280, 400])(
    'does not scroll horizontally at a width of %i pixels',
    async (width) => {
      const long = `arn:aws:logs:eu-west-1:123456789012:log-group:${'x'.repeat(300)}`;
      await open(view({ pools: [{ ...pool('eu-west-1_a', 'InSync'), desired: { lines: [long] } }] }), width);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    },
    180_000,
  );

  test('expands the history and hides the form when the page is printed', async () => {
    await open(view());
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("void dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('details[open]').count()).toBe(1);
    expect(await page.locator('form').isVisible()).toBe(false);
    await page.evaluate("void dispatchEvent(new Event('afterprint'))");
    expect(await page.locator('details[open]').count()).toBe(0);
  }, 180_000);

  test('shows ten thousand pools and filters them', async () => {
    const pools = Array.from({ length: 10_000 }, (_, at) => pool(`eu-west-1_${at}`, 'InSync'));
    await open(view({ pools }));
    await page.fill('#search', 'eu-west-1_9999');
    await page.locator('#shown', { hasText: '1 of 10000' }).waitFor();
    expect(await ids()).toEqual(['eu-west-1_9999']);
  }, 180_000);
});
