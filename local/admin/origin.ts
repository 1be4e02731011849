import type { HttpRequest } from '../core/http-message.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether the request comes from a web page that is not the local cloud's own. Any page in a developer's
 * browser can send a POST to this machine; the browser then sends the page's `Origin`. A host name that
 * resolves to this machine by DNS rebinding is foreign too.
 */
export function isForeignPage({ headers: { origin, host } }: HttpRequest): boolean {
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const page = new URL(origin);
  return page.host !== host || !LOOPBACK.includes(page.hostname);
}
