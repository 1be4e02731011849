import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { AccountRegions } from '../../account-regions/registry.ts';
import { viewAccountRegion } from './account-region-view.ts';
import { type Section, sections } from './sections.ts';

/** The longest delay of the page, in milliseconds. */
const REFRESH_INTERVAL_MS = 500;

/**
 * Sends the changed parts of the page as server-sent events. Ends with the connection. `query` is the part of the URL
 * after the question mark: `search=…`.
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
  const sent = new Map<string, string>();
  while (!ended.signal.aborted) {
    const views = await Promise.all(
      accountRegions.all().map((accountRegion) => viewAccountRegion(accountRegion, search)),
    );
    const changed = changedSections(sections(views), sent);
    if (changed !== undefined && !response.destroyed)
      response.write(`data: ${JSON.stringify({ sections: changed })}\n\n`);
    await wait(REFRESH_INTERVAL_MS, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
  }
}

/** Removes the parts that were sent before. Returns undefined if nothing changed; otherwise every section is listed. */
function changedSections(all: readonly Section[], sent: Map<string, string>): readonly object[] | undefined {
  const isNew = (key: string, value: unknown): boolean => {
    const text = JSON.stringify(value) ?? '';
    if (sent.get(key) === text) return false;
    sent.set(key, text);
    return true;
  };
  let isChanged = isNew(
    'order',
    all.map(({ key }) => key),
  );
  const changed = all.map(({ parts, details, ...rest }) => {
    const newParts = Object.entries(parts).filter(([name, text]) => isNew(`${rest.key} ${name}`, text));
    const hasNewDetails = isNew(`${rest.key} details`, details);
    const hasNewData = isNew(`${rest.key} data`, rest);
    isChanged ||= newParts.length > 0 || hasNewDetails || hasNewData;
    return { ...rest, parts: Object.fromEntries(newParts), ...(hasNewDetails && { details }) };
  });
  return isChanged ? changed : undefined;
}
