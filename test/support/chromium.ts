import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

/** The paths that Debian and Ubuntu use. Undefined if Chromium is not installed. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) =>
  existsSync(path),
);

/** Tests in Chromium are skipped if it is not installed. */
export const describeInChromium = chromiumPath === undefined ? describe.skip : describe;

/** The widths in pixels and the color schemes in which a page must be readable. */
export const VIEWPORTS = [
  [1280, 'light'],
  [1280, 'dark'],
  [800, 'light'],
  [800, 'dark'],
  [400, 'light'],
  [400, 'dark'],
] as const;

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const violations = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

/** Runs the rules of WCAG 2.2 A and AA on the page. Returns one line for each violation. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  // The policy of the page blocks other scripts. It does not apply to code that the debugger evaluates.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found: unknown = await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations)`,
  );
  return violations
    .parse(found)
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** Runs in the page. Elements that are hidden, placed absolutely or scroll are not containers here. */
const OVERFLOWING = `[...document.querySelectorAll('body *')].flatMap((element) => {
  const { display, position, overflowX } = getComputedStyle(element);
  if (!element.offsetParent || display === 'inline' || position === 'absolute' || overflowX !== 'visible') return [];
  const content = document.createRange();
  content.selectNodeContents(element);
  const [inner, outer] = [content.getBoundingClientRect(), element.getBoundingClientRect()];
  const pixels = Math.round(Math.max(inner.right - outer.right, outer.left - inner.left));
  const text = element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60);
  return inner.width > 0 && pixels > 1 ? [element.localName + ' of ' + pixels + ' px: ' + text] : [];
})`;

/** Returns one line for each element whose content leaves it on the left or on the right. */
export async function overflowingElements(page: Page): Promise<readonly string[]> {
  return z.array(z.string()).parse(await page.evaluate(OVERFLOWING));
}
