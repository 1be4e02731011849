import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { AccountRegions } from '../../account-regions/registry.ts';
import { viewAccountRegion } from './account-region-view.ts';
import { sections } from './sections.ts';

/** The longest delay of the page, in milliseconds. */
const REFRESH_INTERVAL_MS = 500;

/**
 * Sends the sections of the page as server-sent events, in full, each time they change. Ends with the
 * connection. `query` is the part of the URL after the question mark: `search=…`.
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
  let sent = '';
  while (!ended.signal.aborted) {
    const views = await Promise.all(
      accountRegions.all().map((accountRegion) => viewAccountRegion(accountRegion, search)),
    );
    const rendered = JSON.stringify(sections(views).text);
    if (rendered !== sent && !response.destroyed) response.write(`data: ${rendered}\n\n`);
    sent = rendered;
    await wait(REFRESH_INTERVAL_MS, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
  }
}
