import type { HttpRequest } from '../core/http-message.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a web page asks that is not the local cloud's own: any page in a developer's browser can send a POST to
 * this machine, and the browser then names the page's `Origin`. A name that somebody bent to this machine (DNS
 * rebinding) is foreign too.
 */
export function isForeignPage({ headers: { origin, host } }: HttpRequest): boolean {
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const page = new URL(origin);
  return page.host !== host || !LOOPBACK.includes(page.hostname);
}
