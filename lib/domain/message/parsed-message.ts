import type { Actor } from '../actor.ts';
import type { Cause } from '../cause.ts';
import type { Settings } from '../settings.ts';

/** The content of a message: pool, cause and actor. It never contains an instruction. */
export interface PoolKey {
  readonly userPoolId: string;
  readonly cause: Cause;
  readonly actor?: Actor;
  /** The time of the parameter edit, ISO 8601. It is only used for a metric. */
  readonly editedAt?: string;
}

/**
 * `Ignored` is an event that names no pool of this account and Region. For a malformed message, `keys` contains the member
 * names of its body, but no values.
 */
export type ParsedMessage =
  | { readonly kind: 'Key'; readonly key: PoolKey }
  | { readonly kind: 'Ignored' }
  | { readonly kind: 'Malformed'; readonly keys: readonly string[] };

/** Where the service runs: the names of parameters and the ARNs of pools contain it. */
export type Place = Pick<Settings, 'prefix' | 'partition' | 'region' | 'account'>;
