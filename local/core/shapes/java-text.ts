import type { Shape } from './shape.ts';

/**
 * Formats a value as the `toString` of the request model in Java does. Cognito shows a list that is too long in this
 * form: every member in the order of the model, a missing one as null (docs/aws-facts.md#shape-checks). The form of a
 * map, and that SSM, CloudWatch Logs and Firehose use the same form, is [unverified].
 */
export function javaText(shape: Shape, value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (shape.kind === 'list' && Array.isArray(value))
    return `[${value.map((element) => javaText(shape.member, element)).join(', ')}]`;
  if (shape.kind === 'map')
    return `{${Object.entries(value)
      .map(([key, element]) => `${key}=${javaText(shape.value, element)}`)
      .join(', ')}}`;
  if (shape.kind !== 'structure') return String(value);
  const given = new Map<string, unknown>(Object.entries(value));
  const members = Object.entries(shape.members).map(
    ([name, member]) => `${lowerFirst(name)}=${javaText(member.shape, given.get(name))}`,
  );
  return `${shape.name ?? ''}(${members.join(', ')})`;
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
