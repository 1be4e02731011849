export type Names = ReadonlyMap<string, string>;

/** Every `<name>` in its strings replaced; one that this run has nothing for stays as it stands. */
export function filled(value: unknown, names: Names): unknown {
  if (typeof value === 'string')
    return value.replace(/<([a-zA-Z]+)>/g, (whole, name) => names.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((element) => filled(element, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, names)]));
}

/** The first `<name>` that this run has nothing for. */
export function missingName(value: unknown, names: Names): string | undefined {
  return [...JSON.stringify(value).matchAll(/<([a-zA-Z]+)>/g)]
    .map(([, name = '']) => name)
    .find((name) => !names.has(name));
}
