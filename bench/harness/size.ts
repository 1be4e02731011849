import { parseArgs } from 'node:util';

/** Numbers from the command line, each with a default: `--pools 600`. Throws on anything else. */
export function sizes<Names extends string>(
  defaults: Readonly<Record<Names, number>>,
): (name: Names) => number {
  const names = Object.keys(defaults);
  const { values } = parseArgs({
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const read = (name: string, otherwise: number): number => {
    const text = values[name];
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (!(value > 0)) throw new Error(`--${name}: found ${JSON.stringify(text)}; expected a number above 0`);
    return value;
  };
  return (name) => read(name, defaults[name]);
}
