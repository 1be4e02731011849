import { readFileSync } from 'node:fs';

const config = readFileSync(new URL('../jest.config.js', import.meta.url), 'utf8');
const leftOut = [...config.matchAll(/'!(lib\/[^']+)'/g)].flatMap(([, path]) => path ?? []);

test.each(leftOut)('%s is left out of the coverage, and holds types alone', async (path) => {
  const module: object = await import(`../${path}`);
  expect(Object.keys(module)).toEqual([]);
});
