import { parseTree } from 'jsonc-parser';
import { SCHEMA_KEY } from '../../lib/domain/parameter/known-keys.ts';

/** Removes `$schema` from the text of a JSON object and keeps the rest of the text unchanged. */
export function jsonWithoutSchemaKey(text: string, value: unknown): string {
  if (!hasSchemaKey(value)) return text;
  const members = parseTree(text)?.children ?? [];
  const at = members.findIndex(({ children: [key] = [] }) => key?.value === SCHEMA_KEY);
  const [before, member, after] = [members[at - 1], members[at], members[at + 1]];
  if (member === undefined) return text;
  const start = after || before === undefined ? member.offset : before.offset + before.length;
  return text.slice(0, start) + text.slice(after?.offset ?? member.offset + member.length);
}

/** Returns the value without the top-level member `$schema`. */
export function withoutSchemaKey(value: unknown): unknown {
  if (!hasSchemaKey(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== SCHEMA_KEY));
}

const hasSchemaKey = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, SCHEMA_KEY);

/**
 * Returns the value without the members that are `null`, which mean the same as absent ones. Version 0.1 rejects them, so they
 * are not stored. Elements of lists stay.
 */
export function withoutNullMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullMembers);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNullMembers(member)]));
}
