/** Version of the documented JSON (docs/clr.md). Increase it when a member is removed or changes its meaning. */
const VERSION = 2;

/** Returns the output for `-o json`: the version, the kind and the members of the kind. */
export const jsonText = (kind: string, members: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ version: VERSION, kind, ...members }, null, 2);
