import { readFileSync } from 'node:fs';

const config = readFileSync(new URL('../jest.config.js', import.meta.url), 'utf8');
const excluded = [...config.matchAll(/'!(lib\/[^']+)'/g)].flatMap(([, path]) => path ?? []);

test.each(excluded)('%s is excluded from the coverage because it contains only types', async (path) => {
  const module: object = await import(`../${path}`);
  expect(Object.keys(module)).toEqual([]);
});
