import type { StoredParameter } from '../desired.ts';
import { formatValue } from '../validation-issue.ts';
import { type JsonText, readJson } from './json-text.ts';

/**
 * Returns the JSON value of a stored parameter. The type must be `String`: a SecureString is encrypted and a StringList
 * is split at commas, so their values are not parsed.
 */
export function readStored({ type, value }: StoredParameter): JsonText {
  if (type === 'String') return readJson(value);
  const issue = { path: 'Type', found: formatValue(type), expected: '"String", the only supported type' };
  return { kind: 'Broken', issues: [issue] };
}
