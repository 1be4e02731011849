import type { SsmStore, Version } from './parameters.ts';
import { arnOf, latest } from './parameters.ts';

export type Selected =
  | { readonly found: 'version'; readonly version: Version; readonly selector?: string }
  | { readonly found: 'parameter'; readonly version: undefined }
  | { readonly found: 'nothing'; readonly version: undefined };

/**
 * Finds what `name`, `name:version` or a parameter's ARN (with or without `:version`) stands for. `parameter`:
 * the parameter is there, that version is not. Labels are not offered: a label selects nothing.
 */
export function selectParameter(store: SsmStore, reference: string): Selected {
  const prefix = arnOf(store, '/').slice(0, -1);
  const byArn = reference.startsWith(prefix);
  const local = byArn ? reference.slice(prefix.length) : reference;
  const [, name = local, selector] = /^([^:]*):([^:]*)$/.exec(local) ?? [];
  // The ARN of `name` and that of `/name` are the same.
  const history = store.seen.get(name) ?? (byArn ? store.seen.get(name.slice(1)) : undefined);
  if (history === undefined) return { found: 'nothing', version: undefined };
  if (selector === undefined) return { found: 'version', version: latest(history) };
  const version = history.find((candidate) => String(candidate.version) === selector);
  return version === undefined
    ? { found: 'parameter', version }
    : { found: 'version', version, selector: `:${selector}` };
}
