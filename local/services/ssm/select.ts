import type { SsmStore, Version } from './parameters.ts';
import { arnOf, latest } from './parameters.ts';

export type Selected =
  | { readonly found: 'version'; readonly version: Version; readonly selector?: string }
  | { readonly found: 'parameter'; readonly version: undefined }
  | { readonly found: 'nothing'; readonly version: undefined };

/**
 * Finds the version for `name`, `name:version` or the ARN of a parameter (with or without `:version`).
 * `parameter` means that the parameter exists, but not this version. Labels are not supported: they select
 * nothing.
 */
export function selectParameter(store: SsmStore, reference: string): Selected {
  const prefix = arnOf(store, '/').slice(0, -1);
  const byArn = reference.startsWith(prefix);
  const local = byArn ? reference.slice(prefix.length) : reference;
  const [, name = local, selector] = /^([^:]*):([^:]*)$/.exec(local) ?? [];
  // `name` and `/name` have the same ARN.
  const history = store.seen.get(name) ?? (byArn ? store.seen.get(name.slice(1)) : undefined);
  if (history === undefined) return { found: 'nothing', version: undefined };
  if (selector === undefined) return { found: 'version', version: latest(history) };
  const version = history.find((candidate) => String(candidate.version) === selector);
  return version === undefined
    ? { found: 'parameter', version }
    : { found: 'version', version, selector: `:${selector}` };
}
