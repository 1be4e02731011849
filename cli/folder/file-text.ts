import { isDeepStrictEqual } from 'node:util';
import { showInvisible } from '../../lib/domain/invisible.ts';
import { readJson } from '../../lib/domain/parameter/json-text.ts';
import { type Keys, PARAMETER_KEYS } from '../../lib/domain/parameter/known-keys.ts';
import { withoutByteOrderMark } from '../../lib/domain/parameter/text.ts';
import { POLICY_KEYS } from '../../lib/domain/policy/known-keys.ts';
import { yamlSource } from '../files/yaml-source.ts';
import { yamlText } from '../parameters/yaml.ts';
import type { ParameterKind } from './layout.ts';

/** The text of a file for a parameter. */
export interface FileText {
  readonly extension: 'yaml' | 'json';
  readonly text: string;
}

const KEYS: Readonly<Record<ParameterKind, Keys>> = { Pool: PARAMETER_KEYS.top, Policy: POLICY_KEYS.top };

/**
 * Returns the file for the text of a parameter: YAML with the keys in the documented order, below the name of the pool. The same
 * text always has the same file. A text without a YAML form, for example one that is not JSON, is returned unchanged, for a
 * JSON file.
 */
export function fileText(kind: ParameterKind, text: string, poolName?: string): FileText {
  const json = readJson(text);
  if (json.kind === 'Broken') return unchanged(text);
  const value = ordered(json.value, KEYS[kind]);
  const yaml = `${poolName ? `${nameComment(poolName)}\n` : ''}${yamlText(value)}\n`;
  const read = yamlSource(yaml);
  // `clr put` stores the value as JSON, which does not have an infinite number, for example.
  return read.kind === 'Read' && isDeepStrictEqual(JSON.parse(JSON.stringify(read.value)), json.value)
    ? { extension: 'yaml', text: yaml }
    : unchanged(text);
}

const unchanged = (text: string): FileText => ({ extension: 'json', text: jsonFileText(text) });

/** Returns the content of a JSON file for the text of a parameter, which stays unchanged. */
export const jsonFileText = (text: string): string => {
  const plain = withoutByteOrderMark(text);
  return plain.endsWith('\n') ? plain : `${plain}\n`;
};

/** Returns the value with the known keys in their documented order, and then the others. Lists keep their order. */
function ordered(value: unknown, keys: Keys): unknown {
  if (Array.isArray(value)) return value.map((one) => ordered(one, keys));
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.keys(keys);
  const place = (key: string): number => (known.includes(key) ? known.indexOf(key) : known.length);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => place(a) - place(b))
      .map(([key, member]) => [key, ordered(member, keys[key] ?? {})]),
  );
}

const NAME_COMMENT = /^# Name: .*$/m;

/** A name can contain a line feed (docs/aws-facts.md), which would end the comment. */
export const nameComment = (poolName: string): string => `# Name: ${showInvisible(poolName)}`;

/** Returns the content with the current name of the pool, if its first line is a comment with a name. */
export function withCurrentName(content: string, poolName: string | undefined): string {
  if (!poolName || !content.startsWith('# Name: ')) return content;
  return content.replace(NAME_COMMENT, () => nameComment(poolName));
}
