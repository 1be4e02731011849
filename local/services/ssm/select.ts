import { validateName } from './name-rules.ts';
import { arnOf, historyOf, latest, type SsmStore, type Version } from './parameters.ts';

export type Selected =
  | {
      readonly found: 'version';
      readonly version: Version;
      /** The name in the request. The parameter can be stored with or without a leading slash. */
      readonly name: string;
      readonly selector?: string;
    }
  /** The parameter exists, but not this version. */
  | { readonly found: 'parameter'; readonly name: string; readonly selector: string }
  | { readonly found: 'nothing' };

/**
 * Finds the version for `name`, `name:version`, `name:label` or the ARN of a parameter (with or without a selector).
 * Throws for an invalid name.
 */
export function selectParameter(store: SsmStore, given: string): Selected {
  const reference = given.trim();
  const prefix = arnOf(store, '/').slice(0, -1);
  const isOwnArn = reference.startsWith(prefix);
  if (!isOwnArn && reference.startsWith('arn:')) return { found: 'nothing' };
  const local = isOwnArn ? reference.slice(prefix.length) : reference;
  const colon = local.indexOf(':');
  const name = colon === -1 ? local : local.slice(0, colon);
  validateName(name);
  const history = historyOf(store.seen, name);
  if (history === undefined) return { found: 'nothing' };
  // In the response, an ARN becomes the stored name.
  const shown = isOwnArn ? latest(history).name : name;
  if (colon === -1) return { found: 'version', version: latest(history), name: shown };
  const selector = local.slice(colon + 1);
  if (selector.includes(':')) return { found: 'nothing' };
  const version = history.find(
    (candidate) => String(candidate.version) === selector || candidate.labels?.includes(selector) === true,
  );
  return version === undefined
    ? { found: 'parameter', name, selector }
    : { found: 'version', version, name: shown, selector: `:${selector}` };
}
