/** The version of the documented shapes (docs/clr.md): a member that goes or changes its meaning raises it. */
const VERSION = 2;

/** `-o json`: a kind, the shape's version, and what the kind says. */
export const jsonText = (kind: string, members: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ version: VERSION, kind, ...members }, null, 2);
