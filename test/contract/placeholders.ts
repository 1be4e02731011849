export type Names = ReadonlyMap<string, string>;

/** Replaces each `<name>` in the strings of a value. A name without a value in this run is left unchanged. */
export function fillPlaceholders(value: unknown, names: Names): unknown {
  if (typeof value === 'string')
    return value.replace(/<([a-zA-Z]+)>/g, (whole, name) => names.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((element) => fillPlaceholders(element, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, fillPlaceholders(member, names)]),
  );
}

/** Returns the first `<name>` that has no value in this run. */
export function missingPlaceholder(value: unknown, names: Names): string | undefined {
  return [...JSON.stringify(value).matchAll(/<([a-zA-Z]+)>/g)]
    .map(([, name = '']) => name)
    .find((name) => !names.has(name));
}
