import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { AccountRegions } from '../../account-regions/registry.ts';
import { viewAccountRegion } from './account-region-view.ts';
import { sections } from './sections.ts';

/** How long the page may be behind. */
const interval = 500;

/**
 * Server-sent events: the sections of the page, drawn whole whenever they say something new. Ends with the
 * connection. `query` is what stands behind the question mark: `search=…`.
 */
export async function streamPage(
  accountRegions: AccountRegions,
  query: string,
  response: ServerResponse,
): Promise<void> {
  const search = new URLSearchParams(query).get('search') ?? '';
  const ended = new AbortController();
  response.on('close', () => ended.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let shown = '';
  while (!ended.signal.aborted) {
    const views = await Promise.all(
      accountRegions.all().map((accountRegion) => viewAccountRegion(accountRegion, search)),
    );
    const drawn = JSON.stringify(sections(views).text);
    if (drawn !== shown && !response.destroyed) response.write(`data: ${drawn}\n\n`);
    shown = drawn;
    await wait(interval, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
  }
}
