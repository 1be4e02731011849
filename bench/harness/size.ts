import { parseArgs } from 'node:util';

/**
 * Reads positive numbers from the command line, for example `--pools 600`. Each has a default. Throws for any
 * other option.
 */
export function sizes<Names extends string>(
  defaults: Readonly<Record<Names, number>>,
): (name: Names) => number {
  const names = Object.keys(defaults);
  const { values } = parseArgs({
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const read = (name: string, defaultValue: number): number => {
    const text = values[name];
    if (text === undefined) return defaultValue;
    const value = Number(text);
    if (!(value > 0))
      throw new Error(`--${name}: found ${JSON.stringify(text)}; expected a number greater than 0`);
    return value;
  };
  return (name) => read(name, defaults[name]);
}
