import type { FreezeView } from './read-freeze.ts';

/** Returns the member `freeze` of JSON: null if the service is not frozen, `unknown` if it is not known. */
export const freezeMember = (freeze: FreezeView | string | undefined) =>
  typeof freeze === 'string' ? { unknown: freeze } : (freeze ?? null);
